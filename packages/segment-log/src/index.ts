export { DiskFolder } from "./disk-folder.ts";
export {
  EntryNotFoundError,
  LogClosedError,
  LogDamagedError,
  LogFullError,
  LogLockedError,
  LogWriteError,
} from "./errors.ts";
export { bytesOf } from "./entry-format.ts";
export type { LogFile, LogFolder } from "./log-folder.ts";
export type { SegmentLogOptions, SyncPolicy } from "./options.ts";
export type { Range, Recovery } from "./recovery.ts";
export type { LogEntry } from "./scan.ts";
export { SegmentLog } from "./segment-log.ts";
