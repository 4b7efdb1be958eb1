/** One file of a log. Offsets and sizes are in bytes. */
export interface LogFile {
  size(): Promise<number>;
  /** Fills the buffer from an offset on; resolves with how much of it was filled, less only at the end of the file. */
  read(into: Buffer, at: number): Promise<number>;
  /** As {@link read}, while everything else waits: for a few bytes that the system most likely has in memory. */
  readSync(into: Buffer, at: number): number;
  /** Writes all of the buffers, one behind the other, or rejects; then a part of them may have been written. */
  write(buffers: readonly Buffer[], at: number): Promise<void>;
  /** Resolves when what was written survives a loss of power. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** Where a log lives. Files made and removed here are so after a loss of power too. */
export interface LogFolder {
  /** As errors name it. */
  readonly path: string;
  /** Names of the files, in no order. */
  list(): Promise<readonly string[]>;
  open(name: string): Promise<LogFile>;
  /** Makes a file; rejects where there is one of that name. */
  create(name: string): Promise<LogFile>;
  remove(name: string): Promise<void>;
  /** Puts a file aside: it is no part of the log any more, and stays. */
  quarantine(name: string): Promise<void>;
  /** What was put aside, in bytes. */
  quarantinedBytes(): Promise<number>;
  /** Gives the folder free for another process. */
  release(): Promise<void>;
}
