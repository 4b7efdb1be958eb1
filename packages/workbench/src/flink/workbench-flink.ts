import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  flinkWorkbench,
  freePortTable,
  instanceLayout,
  type RunningStack,
  Stack,
  type StackEvent,
} from "@millrace/engines";
import { type Clock, JobManager, SqlGateway, systemClock } from "@millrace/flink";
import { clearLeftFolders, folderPrefix } from "./left-folders.ts";

/** Where the workbench's Flink is started. */
export interface WorkbenchFlinkOptions {
  /** The folder that holds `artifacts` (resolved) and `class-data`; a temporary folder is made in it and removed at the end. */
  readonly home: string;
  /** The Java executable. */
  readonly java: string;
  readonly onEvent?: (event: StackEvent) => void;
  /** Ends the start; what was started is stopped. */
  readonly signal?: AbortSignal;
}

/** The pauses between two looks end here at most: what is waited for takes milliseconds. */
const pauseMs = 20;

/** Longer sleeps are time limits, which stay as they are. */
const longestPauseMs = 250;

/** A clock that looks again sooner: this Flink is on the same machine and serves nobody else. */
const quickClock: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms > longestPauseMs ? ms : Math.min(ms, pauseMs), signal),
};

/** A started Flink that tries statements: it has no topics, keeps nothing, and is gone when it is stopped. */
export class WorkbenchFlink implements AsyncDisposable {
  readonly gateway: SqlGateway;
  readonly jobManager: JobManager;
  readonly #stack: RunningStack;
  readonly #folder: string;
  #folders = 0;

  constructor(stack: RunningStack, folder: string) {
    this.#stack = stack;
    this.#folder = folder;
    const url = (port: string) => `http://${stack.address(flinkWorkbench.name, port)}`;
    this.jobManager = new JobManager({ url: url("rest"), clock: quickClock });
    this.gateway = new SqlGateway({ url: url("gateway"), clock: quickClock, jobManager: this.jobManager });
  }

  /** A new folder for the scripts and changes of one set of statements. */
  makeFolder(): string {
    this.#folders += 1;
    const folder = join(this.#folder, "runs", String(this.#folders));
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  async stop(): Promise<void> {
    await this.#stack.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/**
 * Starts a Flink of the workbench's own on free ports, after ending those that crashed commands left behind.
 * @throws EngineStartError, DiskSpaceError
 */
export async function startWorkbenchFlink(options: WorkbenchFlinkOptions): Promise<WorkbenchFlink> {
  const { home, java, onEvent, signal } = options;
  mkdirSync(home, { recursive: true });
  await clearLeftFolders(home);
  const folder = mkdtempSync(join(home, folderPrefix));
  const stack = await new Stack({
    engines: [flinkWorkbench],
    layout: instanceLayout(folder),
    ports: await freePortTable([flinkWorkbench]),
    artifactsDir: join(home, "artifacts"),
    classDataDir: join(home, "class-data"),
    java,
    ...(onEvent === undefined ? {} : { onEvent }),
  }).start();
  const flink = new WorkbenchFlink(stack, folder);
  try {
    await Promise.race([stack.allReady(), aborted(signal)]);
    return flink;
  } catch (error) {
    await flink.stop();
    throw error;
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted === true) reject(signal.reason as Error);
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
