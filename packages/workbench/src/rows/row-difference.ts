import type { FlinkRow } from "@millrace/flink";

/** One row, or one change with its `kind` as first column, that is not the same on both sides. */
export type RowDifference =
  | { readonly type: "missing"; readonly expected: FlinkRow }
  | { readonly type: "unexpected"; readonly found: FlinkRow }
  | {
      readonly type: "different";
      readonly expected: FlinkRow;
      readonly found: FlinkRow;
      /** The columns whose values differ. */
      readonly columns: readonly string[];
    };
