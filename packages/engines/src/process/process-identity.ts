import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process that can be told from a later one that got the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the kernel says it started: opaque, only compared. */
  readonly startedAt: string;
}

/** The identity of a running process, or undefined where there is none (a zombie counts as none). */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === "linux" ? startTicks(pid) : startDate(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether that very process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.startedAt === identity.startedAt;
}

/** Sends a signal to that very process; false where it is gone or belongs to somebody else. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Field 22 of `/proc/<pid>/stat`, see proc(5). */
function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : rest[18];
  } catch {
    return undefined;
  }
}

function startDate(pid: number): string | undefined {
  try {
    const output = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return output === "" ? undefined : output;
  } catch {
    return undefined;
  }
}
