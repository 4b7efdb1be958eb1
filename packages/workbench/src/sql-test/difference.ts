import type { FlinkRow } from "@millrace/flink";

/** One row, or one change with its `kind` as first column, that is not as expected. */
export type Difference =
  | { readonly type: "missing"; readonly expected: FlinkRow }
  | { readonly type: "unexpected"; readonly found: FlinkRow }
  | {
      readonly type: "different";
      readonly expected: FlinkRow;
      readonly found: FlinkRow;
      /** The columns whose values differ. */
      readonly columns: readonly string[];
    };

/** How one expectation of one table came out. */
export interface TableOutcome {
  readonly table: string;
  readonly part: "rows" | "changelog";
  /** Given for rows on the way: the watermark that had reached the table. */
  readonly watermarkMs?: number;
  /** The columns that tell rows apart, shown first. */
  readonly key: readonly string[];
  readonly differences: readonly Difference[];
}
