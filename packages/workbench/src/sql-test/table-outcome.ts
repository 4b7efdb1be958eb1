import type { RowDifference } from "../rows/row-difference.ts";

/** How one expectation of one table came out. */
export interface TableOutcome {
  readonly table: string;
  readonly part: "rows" | "changelog";
  /** Given for rows on the way: the watermark that had reached the table. */
  readonly watermarkMs?: number;
  /** The columns that tell rows apart, shown first. */
  readonly key: readonly string[];
  readonly differences: readonly RowDifference[];
}
