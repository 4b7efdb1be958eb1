import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { engines, freePortTable, type PortTable, portVariable } from "@millrace/engines";
import type { Status } from "../../apps/cli/src/verbs/status.ts";
import type { BenchInstance } from "./bench-instance.ts";
import { type StartLine, readStartLine } from "./start-output.ts";

/** When a started platform had what; milliseconds since the command was spawned. */
export interface StartTimes {
  readonly readyMs: number;
  readonly firstResultMs: number;
  /** How long each service took from the start of all. */
  readonly services: Readonly<Record<string, number>>;
  /** When each part of the plan was applied. */
  readonly applied: Readonly<Record<string, number>>;
}

/** The command's front door. */
export const millrace = join(import.meta.dirname, "..", "..", "apps", "cli", "bin", "millrace.mjs");

/** Free ports for every engine and program, as the settings of the `millrace` command. */
export async function freePorts(): Promise<{
  readonly ports: PortTable;
  readonly env: Readonly<Record<string, string>>;
}> {
  const own = ["publisher", "metrics"].map((name) => ({
    ...(engines[0] as (typeof engines)[number]),
    name,
    ports: ["http"],
  }));
  const ports = await freePortTable([...engines, ...own]);
  const settings = Object.entries(ports).flatMap(([engine, table]) =>
    Object.entries(table).map(([name, port]) => [portVariable(engine, name), String(port)] as const),
  );
  return { ports, env: Object.fromEntries(settings) };
}

/** A platform that the `millrace` command was told to bring up, and that runs until it is stopped. */
export class StartedPlatform implements AsyncDisposable {
  readonly times: StartTimes;
  readonly #child: ChildProcess;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(child: ChildProcess, env: NodeJS.ProcessEnv, times: StartTimes) {
    this.#child = child;
    this.#env = env;
    this.times = times;
  }

  /**
   * Spawns `millrace up`, or another program that prints the same, and waits until it says that everything runs.
   * @throws Error with its output when it ends before
   */
  static async start(
    instance: BenchInstance,
    ports: Readonly<Record<string, string>>,
    command: readonly string[] = [millrace, "up"],
  ): Promise<StartedPlatform> {
    const env = { ...process.env, ...ports, MILLRACE_INSTANCE: instance.config.instance, NO_COLOR: "1" };
    const begin = performance.now();
    const child = spawn(process.execPath, command, { env, stdio: ["ignore", "pipe", "pipe"] });
    try {
      return new StartedPlatform(child, env, await untilUp(child, begin));
    } catch (error) {
      await end(child);
      throw error;
    }
  }

  /** What `millrace status --json` says now. */
  async status(): Promise<Status> {
    const child = spawn(process.execPath, [millrace, "status", "--json"], {
      env: this.#env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    for await (const chunk of child.stdout) text += String(chunk);
    return JSON.parse(text) as Status;
  }

  /** Ends it as Ctrl-C does; the data is kept. */
  async stop(): Promise<void> {
    await end(this.#child);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function untilUp(child: ChildProcess, begin: number): Promise<StartTimes> {
  const services: Record<string, number> = {};
  const applied: Record<string, number> = {};
  const output: string[] = [];
  let readyMs = 0;
  let firstResultMs = 0;
  return new Promise((resolve, reject) => {
    const see = (found: StartLine | undefined) => {
      const sinceBegin = performance.now() - begin;
      if (found?.type === "results") firstResultMs = sinceBegin;
      if (found?.type === "ready") {
        services[found.service] = found.afterMs;
        readyMs = sinceBegin;
      }
      if (found?.type === "applied") applied[found.part] = sinceBegin;
      if (found?.type === "up") resolve({ readyMs, firstResultMs, services, applied });
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        output.push(line);
        see(readStartLine(line));
      });
    }
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(
        new Error(
          `the start ended with code ${code} before everything ran:\n${output.slice(-30).join("\n")}`,
        ),
      ),
    );
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await exited;
}
