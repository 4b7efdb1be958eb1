import type { FlinkRow } from "../types/value.ts";

/** What a row of a changelog does: add, take back the old version, give the new version, take away. */
export type RowKind = "insert" | "update-before" | "update-after" | "delete";

/** One change. */
export interface Change {
  readonly kind: RowKind;
  readonly row: FlinkRow;
}

/** Where changes come from: pages in order, and a way to stop. */
export interface ChangeSource {
  /** Columns by which an `update-after` replaces a row that no `update-before` took back; not given where every change does. */
  readonly upsertKey?: readonly string[];
  /** The next page; an empty one when nothing has come yet; undefined at the end. */
  next(signal?: AbortSignal): Promise<readonly Change[] | undefined>;
  /** Called when the reader stops before the end, or reading fails. Calling it again does nothing. */
  cancel(): Promise<void>;
}
