import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** Which cores the measured server has to itself, and which all others share; undefined where nothing can be pinned. */
export interface Pinning {
  readonly server: string;
  readonly others: string;
}

/** One core for the server and the rest for broker and load generator, where there are two and `taskset` is there. */
export function choosePinning(): Pinning | undefined {
  const cores = availableParallelism();
  const hasTaskset = spawnSync("taskset", ["--version"]).status === 0;
  if (cores < 2 || !hasTaskset) return undefined;
  return { server: "0", others: cores === 2 ? "1" : `1-${cores - 1}` };
}

/** A command that runs on some cores. */
export function pinned(cores: string | undefined, argv: readonly string[]): readonly [string, ...string[]] {
  const command = cores === undefined ? argv : ["taskset", "-c", cores, ...argv];
  return command as readonly [string, ...string[]];
}

/** Moves a running process with all its threads. @throws Error when it cannot */
export function pinProcess(cores: string | undefined, pid: number): void {
  if (cores === undefined) return;
  const { status, stderr } = spawnSync("taskset", ["-acp", cores, String(pid)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`taskset could not pin process ${pid} to core ${cores}: ${stderr}`);
}
