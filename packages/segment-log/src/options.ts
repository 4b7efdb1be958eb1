import type { LogWriteError } from "./errors.ts";
import type { LogFolder } from "./log-folder.ts";
import type { LogEntry } from "./scan.ts";

/**
 * When what is appended is sure to survive a loss of power. `each-append`: before `append` resolves. `interval`: at most
 * `syncIntervalMs` after. `none`: when the system writes it out. A process that is killed loses nothing in any of them.
 */
export type SyncPolicy = "each-append" | "interval" | "none";

/** Settings of a {@link SegmentLog}; every one has a default. */
export interface SegmentLogOptions {
  /** Default `each-append`. */
  readonly sync?: SyncPolicy;
  /** Default 200. */
  readonly syncIntervalMs?: number;
  /** What the files may hold together. Default 1 GiB. */
  readonly maxBytes?: number;
  /** A segment that has grown to this is followed by a new one. Default a sixteenth of `maxBytes`, at most 32 MiB. */
  readonly segmentBytes?: number;
  /** Positions below this are not given (again). Default 0. */
  readonly startAt?: number;
  /** Is given every entry that is found by opening, in order. */
  readonly visit?: (entry: LogEntry) => void;
  /** Is told of a sync that failed with nobody waiting for it (`interval`). */
  readonly onFault?: (error: LogWriteError) => void;
  /** Takes the folder that the log lives in. Default: one on the disk. */
  readonly takeFolder?: (path: string) => Promise<LogFolder>;
}
