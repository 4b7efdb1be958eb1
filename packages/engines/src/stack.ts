import { mkdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { stampPath } from "./artifacts/resolve.ts";
import { DiskSpaceError } from "./errors.ts";
import type { InstanceLayout } from "./instance.ts";
import { assertPortsFree, type PortTable } from "./port-table.ts";
import { EngineProcess } from "./process/engine-process.ts";
import { endOrphans } from "./process/orphans.ts";
import { identityOf, type ProcessIdentity } from "./process/process-identity.ts";
import { RunRecordFile } from "./process/run-record.ts";
import { RunningStack } from "./running-stack.ts";
import type { Engine, EngineContext } from "./service.ts";

const neededDiskBytes = 512 * 1024 * 1024;

/** What happens in a stack, as it happens. */
export type StackEvent =
  | { readonly type: "orphans-ended"; readonly engines: readonly string[] }
  | { readonly type: "engine-starting"; readonly engine: string }
  | { readonly type: "engine-ready"; readonly engine: string; readonly afterMs: number }
  | {
      readonly type: "engine-exited";
      readonly engine: string;
      readonly how: string;
      readonly restartInMs: number;
    }
  | { readonly type: "engine-restarted"; readonly engine: string }
  | { readonly type: "engine-lost"; readonly engine: string; readonly reason: string }
  | { readonly type: "engine-stopped"; readonly engine: string };

/** What a stack consists of and where it lives. */
export interface StackOptions {
  readonly engines: readonly Engine[];
  readonly layout: InstanceLayout;
  readonly ports: PortTable;
  /** The folder with one folder an artifact set. */
  readonly artifactsDir: string;
  /** The Java executable. */
  readonly java: string;
  /** Where class-data archives are kept; none are used where it is not given. */
  readonly classDataDir?: string;
  readonly onEvent?: (event: StackEvent) => void;
}

/** A configured stack of engines, to be started as plain processes of this machine. */
export class Stack {
  readonly #options: StackOptions;

  constructor(options: StackOptions) {
    this.#options = options;
  }

  /**
   * Claims the folder, cleans what a crash left, and starts all engines side by side. Resolves when they are being
   * started: wait for {@link RunningStack.ready}.
   *
   * @throws StackRunningError, PortsTakenError, DiskSpaceError before anything was started
   */
  async start(): Promise<RunningStack> {
    const { layout, ports, engines, onEvent = () => undefined } = this.#options;
    const recordFile = new RunRecordFile(layout.runDir);
    const release = recordFile.claim();
    try {
      const left = recordFile.read();
      if (left !== undefined) onEvent({ type: "orphans-ended", engines: await endOrphans(left) });
      recordFile.remove();
      assertDiskSpace(layout.root);
      await assertPortsFree(ports);
    } catch (error) {
      release();
      throw error;
    }
    const processes = engines.map(
      (engine) => new EngineProcess(engine, this.#contextOf(engine), layout.logFile(engine.name)),
    );
    return new RunningStack({
      processes,
      ports,
      recordFile,
      release,
      supervisor: identityOf(process.pid) as ProcessIdentity,
      onEvent,
    });
  }

  #contextOf(engine: Engine): EngineContext {
    const { layout, ports, artifactsDir, java } = this.#options;
    const portOf = (name: string, port: string) => {
      const number = ports[name]?.[port];
      if (number === undefined) throw new Error(`${engine.name} asks for the unknown port ${name} ${port}`);
      return number;
    };
    return {
      dataDir: layout.dataDir(engine.name),
      configDir: layout.configDir(engine.name),
      logDir: layout.logDir,
      java,
      port: (name) => portOf(engine.name, name),
      address: (name, port) => `127.0.0.1:${portOf(name, port)}`,
      artifact: (set) => join(artifactsDir, set),
      sharedDir: (name) => layout.sharedDir(name),
      classDataArchive: this.#classDataArchive(engine),
    };
  }

  #classDataArchive(engine: Engine): EngineContext["classDataArchive"] {
    const folder = this.#options.classDataDir;
    if (folder === undefined) return {};
    mkdirSync(folder, { recursive: true });
    const archive = join(folder, `${engine.name}.jsa`);
    // A JVM does without an archive whose jars have changed since, and does not say so.
    const isCurrent = modifiedMs(archive) > modifiedMs(stampPath(this.#options.artifactsDir));
    return isCurrent ? { use: archive } : { create: `${archive}.new` };
  }
}

/** Zero for a file that does not exist. */
function modifiedMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function assertDiskSpace(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes < neededDiskBytes)
    throw new DiskSpaceError(folder, { freeBytes, neededBytes: neededDiskBytes });
}
