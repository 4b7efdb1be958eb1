import { spawnSync } from "node:child_process";
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";

/** On what was measured. */
export interface MachineFacts {
  readonly cores: number;
  readonly processor: string;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  readonly java: string;
  /** Load average of the last minute when the measuring began. */
  readonly load: number;
}

/** @param java the Java executable */
export function machineFacts(java: string): MachineFacts {
  const { stderr } = spawnSync(java, ["-version"], { encoding: "utf8" });
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown",
    memoryBytes: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    java: /version "([^"]+)"/.exec(stderr ?? "")?.[1] ?? "unknown",
    load: loadavg()[0] ?? 0,
  };
}

/** The facts as one line. */
export function formatMachine({
  cores,
  processor,
  memoryBytes,
  system,
  node,
  java,
  load,
}: MachineFacts): string {
  const gibibytes = (memoryBytes / 1024 ** 3).toFixed(0);
  return `${cores} cores (${processor}), ${gibibytes} GiB, ${system}, Java ${java}, Node ${node}, load ${load.toFixed(1)} at the beginning`;
}
