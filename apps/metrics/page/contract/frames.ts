import type { PipelineReport } from "../../src/pipeline/report.ts";

/** A value of a row as JSON has it: times are ISO 8601 in UTC; numbers that JSON would round are strings. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [name: string]: Cell };

/** A row: its table's columns, and what the service adds. */
export type Row = Readonly<Record<string, Cell>> & {
  /** When the store learned the row's present content. */
  readonly as_of?: string;
  readonly is_final?: boolean;
};

/** What `GET /events` sends, by its event's name. */
export type Frame =
  | { readonly type: "hello"; readonly data: HelloFrame }
  | { readonly type: "backfill"; readonly data: BackfillFrame }
  | { readonly type: "rows"; readonly data: RowsFrame }
  | { readonly type: "pipeline"; readonly data: PipelineReport }
  | { readonly type: "reset"; readonly data: ReasonFrame }
  | { readonly type: "dropped"; readonly data: ReasonFrame };

/** The first frame of a connection. */
export interface HelloFrame {
  readonly stage: string;
  readonly heartbeat_ms: number;
}

/** Rows that were stored before the connection began. */
export interface BackfillFrame {
  readonly domain: string;
  readonly table: string;
  readonly rows: readonly Row[];
  /** Whether the table's rows are complete with this frame. */
  readonly is_last: boolean;
  /** Whether there are older rows in the window than the service sends at once. */
  readonly is_cut?: boolean;
}

/** Rows that were written, and keys of those that were removed. */
export interface RowsFrame {
  readonly domain: string;
  readonly table: string;
  readonly rows: readonly Row[];
  readonly removed?: readonly Row[];
  readonly at: string;
}

/** Why what was sent does not go on. */
export interface ReasonFrame {
  readonly reason: string;
}
