import type { ServedTablePlan } from "@millrace/domain";

/** What is asked of a table, checked: every name in it is one of the plan's, every value one that its column can have. */
export interface TableQuery {
  readonly table: ServedTablePlan;
  /** Of a paired table: where its final rows are. */
  readonly finalTable?: ServedTablePlan;
  readonly selection: Selection;
  readonly shape: Shape;
  readonly order: readonly Order[];
  /** How many rows are answered at most. */
  readonly limit: number;
  /** Values of {@link order}, in Postgres' own text, of the row behind which the answer begins. */
  readonly after?: readonly (string | null)[];
}

/** Which rows count. */
export interface Selection {
  readonly range: TimeRange;
  readonly filters: readonly Filter[];
  /** Only rows that are final, or only those that are not. */
  readonly isFinal?: boolean;
}

/** Along the table's time column, half-open, in ISO 8601. */
export interface TimeRange {
  readonly from?: string;
  readonly to?: string;
}

/** A comparison of a column. `eq`: one of the values; `ne`: none of them; the others have one value. */
export interface Filter {
  readonly column: string;
  readonly operator: Operator;
  readonly values: readonly [string, ...string[]];
}

/** How columns are compared. */
export const operators = ["eq", "ne", "gt", "gte", "lt", "lte"] as const;
/** One of {@link operators}. */
export type Operator = (typeof operators)[number];

/** What becomes of the rows: they are answered as they are, or the newest of each group, or summed up. */
export type Shape =
  | { readonly kind: "rows"; readonly columns: readonly string[] }
  | { readonly kind: "latest"; readonly columns: readonly string[] }
  | {
      readonly kind: "grouped";
      readonly groups: readonly Group[];
      readonly aggregates: readonly Aggregate[];
    };

/** What rows of one group have in common: a column's value, or the hour, day, … of the time column. */
export type Group =
  { readonly kind: "column"; readonly column: string } | { readonly kind: "bucket"; readonly bucket: Bucket };

/** Lengths of time that rows are put together by, in UTC. */
export const buckets = ["minute", "hour", "day", "week", "month"] as const;
/** One of {@link buckets}. */
export type Bucket = (typeof buckets)[number];
/** The start of a bucket as it is answered. */
export const bucketColumn = "bucket_start";

/** The column that a group has in the answer. */
export function groupColumn(group: Group): string {
  return group.kind === "bucket" ? bucketColumn : group.column;
}

/** A number that is made of a group's rows. */
export interface Aggregate {
  readonly function: AggregateFunction;
  /** Absent: rows are counted. */
  readonly column?: string;
  /** Its name in the answer: `sum.page_view_count`. */
  readonly name: string;
}

/** Functions of a column. */
export const aggregateFunctions = ["sum", "avg", "min", "max"] as const;
/** How a group's rows become one number. */
export type AggregateFunction = (typeof aggregateFunctions)[number] | "count";

/** Of the answer; after what is asked for come columns that no two rows share. */
export interface Order {
  readonly name: string;
  readonly isDescending: boolean;
}
