import { type ChildProcess, spawn as nodeSpawn } from "node:child_process";
import { closeSync } from "node:fs";
import type { CommandSpec } from "../service.ts";
import { openLog } from "./log-file.ts";
import { identityOf, type ProcessIdentity } from "./process-identity.ts";

/** How a process ended: by itself with a code, or by a signal. */
export interface ExitStatus {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What {@link startChild} needs to know. */
export interface ChildOptions {
  readonly command: CommandSpec;
  readonly cwd: string;
  /** Receives standard output and standard error. */
  readonly logFile: string;
  /** Run as this user and group; only root may ask for it. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly spawn?: typeof nodeSpawn;
}

/** A running child. It leads a process group of its own, so a Ctrl-C at the terminal does not reach it. */
export interface Child {
  readonly pid: number;
  readonly identity: ProcessIdentity;
  readonly exited: Promise<ExitStatus>;
  readonly hasExited: () => boolean;
  kill(signal: NodeJS.Signals): void;
  /** Sends `signal`, and SIGKILL when the child has not ended after `timeoutMs`. */
  stop(signal: NodeJS.Signals, timeoutMs: number): Promise<ExitStatus>;
}

/** Spawns a child with its output in a log file. @throws the spawn's own error, such as ENOENT. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const [file, ...args] = options.command.argv;
  const log = openLog(options.logFile);
  try {
    const child = (options.spawn ?? nodeSpawn)(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.command.env },
      stdio: ["ignore", log, log],
      detached: true,
      ...options.user,
    });
    const exited = new Promise<ExitStatus>((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    return wrap(child, exited);
  } finally {
    closeSync(log);
  }
}

function wrap(child: ChildProcess, exited: Promise<ExitStatus>): Child {
  const pid = child.pid as number;
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid,
    // A child that is gone before it could be looked at gets an identity that matches nothing.
    identity: identityOf(pid) ?? { pid, startedAt: "" },
    exited,
    hasExited,
    kill: (signal) => void child.kill(signal),
    async stop(signal, timeoutMs) {
      if (hasExited()) return exited;
      child.kill(signal);
      const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
      try {
        return await exited;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
