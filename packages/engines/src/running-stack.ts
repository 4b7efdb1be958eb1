import { setTimeout as delay } from "node:timers/promises";
import type { PortTable } from "./port-table.ts";
import { describeExit, type EngineProcess } from "./process/engine-process.ts";
import type { ProcessIdentity } from "./process/process-identity.ts";
import type { RecordedEngine, RunRecord, RunRecordFile } from "./process/run-record.ts";
import type { StackEvent } from "./stack.ts";

const firstRestartDelayMs = 250;
const maxRestarts = 5;
/** An engine that ran this long gets all its restarts back. */
const stableAfterMs = 60_000;

interface RunningStackOptions {
  readonly processes: readonly EngineProcess[];
  readonly ports: PortTable;
  readonly recordFile: RunRecordFile;
  readonly release: () => void;
  readonly supervisor: ProcessIdentity;
  readonly onEvent: (event: StackEvent) => void;
}

/**
 * A stack whose engines are being started or run. An engine that ends unasked after it was ready is started again, up
 * to five times in a row with growing pauses.
 */
export class RunningStack implements AsyncDisposable {
  readonly ports: PortTable;
  readonly #processes: ReadonlyMap<string, EngineProcess>;
  readonly #options: RunningStackOptions;
  readonly #ready = new Map<string, Promise<void>>();
  readonly #startedAt = new Date().toISOString();
  #phase: RunRecord["phase"] = "starting";
  #stopped: Promise<void> | undefined;

  constructor(options: RunningStackOptions) {
    this.#options = options;
    this.ports = options.ports;
    this.#processes = new Map(options.processes.map((each) => [each.engine.name, each]));
    for (const each of options.processes) this.#startOnce(each);
  }

  /** Resolves when the engine is ready for the first time. @throws EngineStartError */
  ready(engine: string): Promise<void> {
    const ready = this.#ready.get(engine);
    if (ready === undefined) throw new Error(`no engine ${engine} in this stack`);
    return ready;
  }

  /** Resolves when every engine is ready. @throws EngineStartError of the first that fails */
  async allReady(): Promise<void> {
    await Promise.all(this.#ready.values());
    if (this.#phase === "starting") this.#phase = "running";
    this.#record();
  }

  /** Process id of an engine; undefined while it is not running. */
  pid(engine: string): number | undefined {
    const child = this.#processes.get(engine)?.child;
    return child === undefined || child.hasExited() ? undefined : child.pid;
  }

  /** `host:port` of one of the stack's ports. */
  address(engine: string, port: string): string {
    const number = this.ports[engine]?.[port];
    if (number === undefined) throw new Error(`no port ${engine} ${port} in this stack`);
    return `127.0.0.1:${number}`;
  }

  /** Stops every engine, those that others build on last; a second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #startOnce(each: EngineProcess): void {
    const { name, startAfter } = each.engine;
    const begin = performance.now();
    const ready = (async () => {
      await Promise.all(startAfter.map((other) => this.ready(other)));
      if (this.#phase === "stopping") return;
      this.#options.onEvent({ type: "engine-starting", engine: name });
      await each.spawn();
      this.#record();
      await each.ready();
      this.#options.onEvent({ type: "engine-ready", engine: name, afterMs: performance.now() - begin });
      void this.#keepAlive(each);
    })();
    // A failure is reported to whoever waits for the engine; without a waiter it must not end this process.
    ready.catch(() => undefined);
    this.#ready.set(name, ready);
  }

  async #keepAlive(each: EngineProcess): Promise<void> {
    let restarts = 0;
    while (each.child !== undefined) {
      const runningSince = performance.now();
      const status = await each.child.exited;
      if (this.#phase === "stopping") return;
      restarts = performance.now() - runningSince > stableAfterMs ? 1 : restarts + 1;
      const engine = each.engine.name;
      if (restarts > maxRestarts) {
        this.#options.onEvent({
          type: "engine-lost",
          engine,
          reason: `${describeExit(status)} ${restarts} times`,
        });
        return;
      }
      const restartInMs = firstRestartDelayMs * 2 ** (restarts - 1);
      this.#options.onEvent({ type: "engine-exited", engine, how: describeExit(status), restartInMs });
      await delay(restartInMs);
      if (await this.#restarted(each)) this.#options.onEvent({ type: "engine-restarted", engine });
    }
  }

  async #restarted(each: EngineProcess): Promise<boolean> {
    if (this.#isStopping()) return false;
    try {
      await each.spawn();
      this.#record();
      await each.ready();
      return true;
    } catch (error) {
      if (each.child?.hasExited() === false) each.child.kill("SIGKILL");
      if (!this.#isStopping()) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#options.onEvent({ type: "engine-lost", engine: each.engine.name, reason });
      }
      return false;
    }
  }

  #isStopping(): boolean {
    return this.#phase === "stopping";
  }

  async #stop(): Promise<void> {
    this.#phase = "stopping";
    this.#record();
    for (const wave of stopWaves([...this.#processes.values()])) {
      await Promise.all(
        wave.map(async (each) => {
          await each.stop();
          this.#options.onEvent({ type: "engine-stopped", engine: each.engine.name });
        }),
      );
    }
    this.#options.recordFile.remove();
    this.#options.release();
  }

  #record(): void {
    const engines: Record<string, RecordedEngine> = {};
    for (const [name, { child, spec }] of this.#processes) {
      if (child !== undefined) engines[name] = { ...child.identity, stopSignal: spec.stopSignal };
    }
    this.#options.recordFile.write({
      supervisor: this.#options.supervisor,
      startedAt: this.#startedAt,
      phase: this.#phase,
      engines,
      ports: this.ports,
    });
  }
}

/** What reads and writes stops first, then what it reads and writes; the engines of a wave stop together. */
function stopWaves(processes: readonly EngineProcess[]): EngineProcess[][] {
  return [
    processes.filter(({ engine }) => !engine.isStore),
    processes.filter(({ engine }) => engine.isStore),
  ];
}
