import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

/** `CLK_TCK` of every Linux that Node runs on. */
const ticksPerSecond = 100;

/** CPU time that a process has used since its start, in seconds; 0 when it is gone. */
export function cpuSeconds(pid: number): number {
  if (process.platform !== "linux") return parseCpuTime(ps("time=", pid));
  const stat = readText(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

/**
 * The most memory that a process has held since its start or since {@link forgetPeak}, in bytes. Where the system keeps no
 * such number it is what the process holds now.
 */
export function peakMemoryBytes(pid: number): number {
  if (process.platform !== "linux") return 1024 * Number(ps("rss=", pid) || 0);
  return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** What a process holds now, in bytes; 0 when it is gone. */
export function residentBytes(pid: number): number {
  if (process.platform !== "linux") return 1024 * Number(ps("rss=", pid) || 0);
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** Lets the peak start again from what the process holds now, where the system can. */
export function forgetPeak(pid: number): void {
  if (process.platform !== "linux") return;
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, "5");
  } catch {
    // A process that is gone has no peak, and one of another user keeps its old one.
  }
}

/** Seconds in what `ps -o time` prints: `[[dd-]hh:]mm:ss[.cc]`; 0 for an empty text. */
export function parseCpuTime(text: string): number {
  const [, days, rest] = /^(?:(\d+)-)?([\d:.]+)$/.exec(text.trim()) ?? [];
  const seconds = (rest ?? "0").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number(days ?? 0) * 86_400 + seconds;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function ps(format: string, pid: number): string {
  try {
    return execFileSync("ps", ["-o", format, "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
