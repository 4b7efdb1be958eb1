import { MillraceError } from "@millrace/common";

/** Another process has the log's folder. */
export class LogLockedError extends MillraceError {
  readonly code = "LOG_LOCKED";
  readonly folder: string;
  readonly pid: number;

  constructor(folder: string, pid: number) {
    super(
      `the log ${folder} is in use by process ${pid}; a log belongs to one process at a time: ` +
        "stop that process, or give this one another folder",
    );
    this.folder = folder;
    this.pid = pid;
  }
}

/** What is appended would take the log over its bound. Nothing of it was written; what is trimmed makes room. */
export class LogFullError extends MillraceError {
  readonly code = "LOG_FULL";
  readonly sizeBytes: number;
  readonly maxBytes: number;

  constructor(folder: string, facts: { readonly sizeBytes: number; readonly maxBytes: number }) {
    super(`the log ${folder} is full: it holds ${facts.sizeBytes} bytes of at most ${facts.maxBytes}`);
    this.sizeBytes = facts.sizeBytes;
    this.maxBytes = facts.maxBytes;
  }
}

/** The disk did not take what was to be written, or did not confirm it. What was appended is not kept. */
export class LogWriteError extends MillraceError {
  readonly code = "LOG_NOT_WRITTEN";
  /** The system's name of the fault: `ENOSPC`, `EIO`; `unknown` for others. */
  readonly fault: string;

  constructor(folder: string, cause: unknown) {
    const fault = faultOf(cause);
    const advice = fault === "ENOSPC" ? "; make room on its disk" : "; look at its disk";
    const words = cause instanceof Error ? cause.message : String(cause);
    super(`the log ${folder} cannot be written (${words})${advice}`, { cause });
    this.fault = fault;
  }
}

/**
 * Bytes of the log that had been written are not what was written. They are kept, and the next reading goes on behind them.
 */
export class LogDamagedError extends MillraceError {
  readonly code = "LOG_DAMAGED";
  /** The position of the first damaged byte. */
  readonly from: number;
  /** The position behind the last. */
  readonly to: number;

  constructor(folder: string, { from, to }: { readonly from: number; readonly to: number }) {
    super(
      `the log ${folder} is damaged from position ${from} to ${to} (${to - from} bytes); ` +
        "the entries that stood there cannot be read",
    );
    this.from = from;
    this.to = to;
  }
}

/** No entry begins at that position: it was trimmed, or never given. */
export class EntryNotFoundError extends MillraceError {
  readonly code = "LOG_ENTRY_NOT_FOUND";
  readonly position: number;

  constructor(folder: string, position: number) {
    super(`no entry begins at position ${position} of the log ${folder}; it was trimmed, or never given`);
    this.position = position;
  }
}

/** The log is closed. */
export class LogClosedError extends MillraceError {
  readonly code = "LOG_CLOSED";

  constructor(folder: string) {
    super(`the log ${folder} is closed`);
  }
}

function faultOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "unknown";
}
