import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Memory that a process and the processes it forked hold, in bytes. On Linux it is the proportional set size, so pages
 * shared between the members of a family (Postgres' buffers) count once; elsewhere the resident size. 0 when gone.
 */
export function residentMemoryBytes(pid: number): number {
  if (process.platform !== "linux") return 1024 * Number(ps(["-o", "rss=", "-p", String(pid)]) || 0);
  return [pid, ...descendants(pid)].reduce((sum, each) => sum + proportionalSetSize(each), 0);
}

function descendants(pid: number): number[] {
  let children: number[];
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .split(" ")
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function proportionalSetSize(pid: number): number {
  try {
    const match = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
    return 1024 * Number(match?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function ps(args: readonly string[]): string {
  try {
    return execFileSync("ps", args, { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
