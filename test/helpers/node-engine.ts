import type { Engine, EngineContext, ServiceSpec } from "@millrace/engines";

/** An engine for tests of the launcher: a Node program that listens on its one port, `http`, and does what `script` says. */
export function nodeEngine(name: string, script: string, changes: Partial<ServiceSpec> = {}): Engine {
  return {
    name,
    title: name,
    artifacts: [],
    ports: ["http"],
    startAfter: [],
    isStore: false,
    describe: (context: EngineContext) => ({
      command: { argv: [process.execPath, "-e", script], env: { PORT: String(context.port("http")) } },
      files: [],
      prepare: [],
      readiness: { kind: "http", url: `http://127.0.0.1:${context.port("http")}/` },
      readyTimeoutMs: 10_000,
      stopSignal: "SIGTERM",
      stopTimeoutMs: 2_000,
      ...changes,
    }),
  };
}

/** A program that answers `ok`. */
export const answering =
  'require("http").createServer((_, r) => r.end("ok")).listen(process.env.PORT, "127.0.0.1");';
