import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { pinned } from "./pinning.ts";

/** How a server is started. */
export interface ServerOptions {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly port: number;
  readonly cores: string | undefined;
  readonly logFile: string;
}

const readyTimeoutMs = 30_000;
const stopTimeoutMs = 15_000;

/** A server that is measured, in a process of its own. */
export class ServerProcess {
  readonly name: string;
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #logFile: string;

  private constructor({ name, port, logFile }: ServerOptions, child: ChildProcess) {
    this.name = name;
    this.port = port;
    this.#child = child;
    this.#logFile = logFile;
  }

  /** Starts it and waits until it says that it is ready. @throws Error with the end of its log */
  static async start(options: ServerOptions): Promise<ServerProcess> {
    const { argv, env, cwd, port, cores, logFile } = options;
    const log = openSync(logFile, "w");
    const [command, ...args] = pinned(cores, argv);
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", log, log] });
    closeSync(log);
    const server = new ServerProcess(options, child);
    try {
      await server.#untilReady(`http://127.0.0.1:${port}/health/ready`);
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** The end of what it has logged. */
  logTail(): string {
    return readFileSync(this.#logFile, "utf8").slice(-2_000);
  }

  /** Ends it, by force when it does not end itself. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), stopTimeoutMs);
    await exited;
    clearTimeout(timer);
  }

  async #untilReady(url: string): Promise<void> {
    const deadline = performance.now() + readyTimeoutMs;
    while (performance.now() < deadline && this.#child.exitCode === null) {
      const isReady = await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) return;
      await delay(100);
    }
    const fault =
      this.#child.exitCode === null ? `is not ready after ${readyTimeoutMs / 1000} s` : "has ended";
    throw new Error(`${this.name} ${fault}:\n${this.logTail()}`);
  }
}
