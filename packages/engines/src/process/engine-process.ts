import { chownSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EngineStartError } from "../errors.ts";
import { waitUntilReady } from "../readiness.ts";
import type { Engine, EngineContext, ServiceSpec } from "../service.ts";
import { type Child, type ExitStatus, startChild } from "./child-process.ts";
import { lastLogLines } from "./log-file.ts";

/** The account that an engine which refuses root is run under when the launcher is root: `nobody`. */
const unprivilegedUser = { uid: 65534, gid: 65534 };

/** One engine as a child process of this machine. */
export class EngineProcess {
  readonly engine: Engine;
  readonly spec: ServiceSpec;
  readonly #context: EngineContext;
  readonly #logFile: string;
  #child: Child | undefined;
  #spawning: Promise<Child> | undefined;
  #isStopping = false;

  constructor(engine: Engine, context: EngineContext, logFile: string) {
    this.engine = engine;
    this.#context = context;
    this.#logFile = logFile;
    this.spec = engine.describe(context);
  }

  get child(): Child | undefined {
    return this.#child;
  }

  /**
   * Writes the configuration, runs the preparations that have not been done, and spawns the engine.
   * @throws EngineStartError, also when it is stopped meanwhile
   */
  spawn(): Promise<Child> {
    this.#spawning = this.#spawn();
    return this.#spawning;
  }

  async #spawn(): Promise<Child> {
    this.#writeFiles();
    for (const step of this.spec.prepare) {
      if (existsSync(join(this.#context.dataDir, step.unlessExists))) continue;
      const status = await (await this.#run(step.command)).exited;
      if (status.code !== 0)
        throw this.#failure(`could not be prepared: ${step.describe} ${describeExit(status)}`);
    }
    if (this.#isStopping) throw this.#failure("was stopped before it was started");
    this.#child = await this.#run(this.spec.command);
    return this.#child;
  }

  /** Waits until the engine is ready. @throws EngineStartError when it ends or takes too long. */
  async ready(): Promise<void> {
    const child = this.#child;
    if (child === undefined) throw new Error(`${this.engine.name} was not spawned`);
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Error("timed out")), this.spec.readyTimeoutMs);
    void child.exited.then(() => controller.abort(new Error("exited")));
    try {
      await waitUntilReady(this.spec.readiness, controller.signal);
    } catch (error) {
      if (child.hasExited()) throw this.#failure(`${describeExit(await child.exited)} before it was ready`);
      throw this.#failure(
        `was not ready after ${this.spec.readyTimeoutMs / 1000} s (${messageOf(error)})`,
        error,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Stops the engine for good, also one that is just being spawned; its class-data archive is kept when it was created by a
   * clean end.
   */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#spawning?.catch(() => undefined);
    const status = await this.#child?.stop(this.spec.stopSignal, this.spec.stopTimeoutMs);
    if (status !== undefined && status.signal !== "SIGKILL") this.#keepClassData();
  }

  #keepClassData(): void {
    const { create } = this.#context.classDataArchive;
    if (create !== undefined && existsSync(create)) renameSync(create, create.replace(/\.new$/, ""));
  }

  #writeFiles(): void {
    for (const file of this.spec.files) {
      if (file.isLive === true && this.#child !== undefined) continue;
      const path = join(this.#context.configDir, file.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.content);
      this.#giveAway(path);
    }
    this.#giveAway(this.#context.dataDir);
  }

  #giveAway(path: string): void {
    if (this.#user !== undefined) chownSync(path, this.#user.uid, this.#user.gid);
  }

  get #user(): typeof unprivilegedUser | undefined {
    return this.spec.unprivileged === true && process.getuid?.() === 0 ? unprivilegedUser : undefined;
  }

  #run(command: ServiceSpec["command"]): Promise<Child> {
    const user = this.#user;
    return startChild({
      command,
      cwd: this.#context.dataDir,
      logFile: this.#logFile,
      ...(user === undefined ? {} : { user }),
    }).catch((error: unknown) => {
      throw this.#failure(`could not be spawned (${messageOf(error)})`, error);
    });
  }

  #failure(what: string, cause?: unknown): EngineStartError {
    const lines = lastLogLines(this.#logFile);
    return new EngineStartError(this.engine.name, what, {
      logFile: this.#logFile,
      lastLogLines: lines,
      cause,
    });
  }
}

/** `ended with code 1`, `was ended by SIGKILL`. */
export function describeExit(status: ExitStatus): string {
  return status.signal === null ? `ended with code ${status.code}` : `was ended by ${status.signal}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
