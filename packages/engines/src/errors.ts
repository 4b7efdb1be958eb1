import { MillraceError } from "@millrace/common";
import type { PortOwner } from "./process/port-owner.ts";

/** A port that the stack needs is taken. */
export interface TakenPort {
  readonly engine: string;
  readonly name: string;
  readonly port: number;
  readonly owner?: PortOwner;
}

/** Some of the stack's ports are taken by other programs. */
export class PortsTakenError extends MillraceError {
  readonly code = "PORTS_TAKEN";
  readonly taken: readonly TakenPort[];

  constructor(taken: readonly TakenPort[]) {
    const lines = taken.map(({ engine, name, port, owner }) => {
      const by = owner === undefined ? "another program" : `process ${owner.pid} (${owner.command})`;
      return `  port ${port} for ${engine} ${name} is taken by ${by}; free it or set ${portVariable(engine, name)}`;
    });
    super(
      `The stack cannot start: ${taken.length} of its ports ${taken.length === 1 ? "is" : "are"} taken.\n${lines.join("\n")}`,
    );
    this.taken = taken;
  }
}

/** An engine ended or did not become ready in time. */
export class EngineStartError extends MillraceError {
  readonly code = "ENGINE_START_FAILED";
  readonly engine: string;
  readonly lastLogLines: readonly string[];

  constructor(
    engine: string,
    what: string,
    facts: { logFile: string; lastLogLines: readonly string[]; cause?: unknown },
  ) {
    const hint = facts.lastLogLines.some((line) => /No space left on device|ENOSPC/.test(line))
      ? "\nThe disk is full: free some space, then start again."
      : "";
    const log = facts.lastLogLines.map((line) => `  | ${line}`).join("\n");
    super(
      `${engine} ${what}.${hint}\nThe last lines of ${facts.logFile}:\n${log || "  | (nothing was logged)"}`,
      { cause: facts.cause },
    );
    this.engine = engine;
    this.lastLogLines = facts.lastLogLines;
  }
}

/** Another supervisor already runs this stack. */
export class StackRunningError extends MillraceError {
  readonly code = "STACK_RUNNING";
  readonly pid: number;

  constructor(pid: number, folder: string) {
    super(`The stack in ${folder} is already running under process ${pid}; stop it with "npm run down".`);
    this.pid = pid;
  }
}

/** There is too little room for the stack's data. */
export class DiskSpaceError extends MillraceError {
  readonly code = "DISK_FULL";

  constructor(folder: string, facts: { freeBytes: number; neededBytes: number }) {
    const mib = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;
    super(
      `Too little disk space below ${folder}: ${mib(facts.freeBytes)} are free, ${mib(facts.neededBytes)} are needed. ` +
        `Free some space ("npm run reset" wipes the stack's data), then start again.`,
    );
  }
}

/** The name of the variable that overrides one port. */
export function portVariable(engine: string, name: string): string {
  return `MILLRACE_PORT_${engine}_${name}`.toUpperCase().replaceAll("-", "_");
}
