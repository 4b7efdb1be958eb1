import type { LivePair } from "./live-rows.ts";

/** A row as the store has it. */
export interface StoredRow {
  /** As {@link Change} has them. */
  readonly identity: string;
  readonly json: string;
  readonly isFinal: boolean;
  /** Where the record stands that wrote it; undefined where that is not known. */
  readonly partition: number | undefined;
  readonly offset: number | undefined;
}

/** The rows of a table that a client is sent first. */
export interface Snapshot {
  readonly rows: readonly StoredRow[];
  /** Whether there are older rows in the range than are read. */
  readonly isCut: boolean;
}

/** Where rows come from that were there before a client. */
export interface SnapshotSource {
  /**
   * The rows of some tables at one moment: those of the newest minutes, newest first, and of tables that hold the present
   * state all of them; of each table a bounded number. A row that is final comes from the table of final rows, once.
   * @throws when the store does not answer
   */
  read(pairs: readonly LivePair[], minutes: number): Promise<ReadonlyMap<LivePair, Snapshot>>;
}
