import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { ConfigFile, Engine, EngineContext } from "../service.ts";

/** What {@link nodeApp} needs to know of one of the platform's own programs. */
export interface NodeAppOptions {
  readonly name: string;
  readonly title: string;
  /** Absolute path of the TypeScript file that listens. */
  readonly entry: string;
  /** The program's settings; `HOST` and `PORT` are added. */
  readonly env: (context: EngineContext) => Readonly<Record<string, string>>;
  /** Files that it reads in its configuration folder. Default: none. */
  readonly files?: () => readonly ConfigFile[];
  /** Path that answers 200 once the program can do its work. */
  readonly readyPath: string;
}

/** By its address: a program's working folder may lie anywhere. */
const typeScriptLoader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** One of the platform's own programs, run beside the engines: one port, `http`. */
export function nodeApp({ name, title, entry, env, files = () => [], readyPath }: NodeAppOptions): Engine {
  return {
    name,
    title,
    artifacts: [],
    ports: ["http"],
    startAfter: [],
    isStore: false,
    describe: (context) => ({
      command: {
        argv: [process.execPath, "--conditions=millrace-source", "--import", typeScriptLoader, entry],
        env: { HOST: "127.0.0.1", PORT: String(context.port("http")), ...env(context) },
      },
      files: files(),
      prepare: [],
      readiness: { kind: "http", url: `http://127.0.0.1:${context.port("http")}${readyPath}` },
      readyTimeoutMs: 60_000,
      stopSignal: "SIGTERM",
      stopTimeoutMs: 10_000,
    }),
  };
}
