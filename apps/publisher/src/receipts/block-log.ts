/** Blocks of bytes, kept in order of writing. */
export interface BlockLog {
  /** The position that the next block gets. Positions grow over the log's whole life. */
  readonly end: number;
  readonly sizeBytes: number;
  /**
   * Writes a block, which is copied at once. @returns its position, when a crash of the process loses nothing of it any more;
   * rejects when it is not kept
   */
  append(block: Uint8Array): Promise<number>;
  /** @throws when there is no such block, or it is damaged */
  read(position: number): Uint8Array;
  /** What is in front of a position is not needed any more. */
  trim(before: number): void;
  /** Every block that can be read, the oldest first. */
  blocks(): AsyncIterable<{ readonly position: number; readonly block: Uint8Array }>;
  close(): Promise<void>;
}
