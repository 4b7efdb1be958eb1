import { cpuSeconds, forgetPeak, peakMemoryBytes } from "./process-usage.ts";

/** What processes used during a measurement. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
}

/** Measures processes from its making on; those that are started later count from their start. */
export class UsageMeter {
  readonly #before: ReadonlyMap<number, number>;

  constructor(pids: readonly number[]) {
    for (const pid of pids) forgetPeak(pid);
    this.#before = new Map(pids.map((pid) => [pid, cpuSeconds(pid)]));
  }

  /** The sum over processes that are still running. */
  read(pids: readonly number[]): Usage {
    return {
      cpuSeconds: pids.reduce((sum, pid) => sum + cpuSeconds(pid) - (this.#before.get(pid) ?? 0), 0),
      peakMemoryBytes: pids.reduce((sum, pid) => sum + peakMemoryBytes(pid), 0),
    };
  }
}
