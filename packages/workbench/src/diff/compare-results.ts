import type { TablePlan } from "@millrace/domain";
import type { FlinkRow } from "@millrace/flink";
import type { TableChanges } from "../flink/prepared-statements.ts";
import { compareRows } from "../rows/compare-rows.ts";
import { finalRows, rowKey } from "../rows/final-rows.ts";
import type { RowDifference } from "../rows/row-difference.ts";

/** One result before and after an edit, over the same events. */
export interface ResultDifference {
  readonly table: string;
  /** Columns by which rows are paired: the primary key, or for an append table its record key and its window or record time. */
  readonly key: readonly string[];
  /** Columns that both forms have, in the order of the table. */
  readonly columns: readonly string[];
  readonly addedColumns: readonly string[];
  readonly removedColumns: readonly string[];
  /** `added` and `removed`: a result that only one form has. */
  readonly existence: "both" | "added" | "removed";
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  readonly unchanged: number;
  /** In the order of their keys. */
  readonly differences: readonly ChangedRow[];
}

/** What happened to one row of a result. */
export type ChangedRow =
  | { readonly kind: "removed"; readonly before: FlinkRow }
  | { readonly kind: "added"; readonly after: FlinkRow }
  | {
      readonly kind: "changed";
      readonly before: FlinkRow;
      readonly after: FlinkRow;
      /** Those of the common columns whose values differ. */
      readonly columns: readonly string[];
    };

/** What one form of a statement made of the events. */
export interface RunResults {
  readonly tables: readonly TablePlan[];
  readonly changes: TableChanges;
}

/** Compares the rows that stand in every result at the end, sorted by result. */
export function compareResults(before: RunResults, after: RunResults): readonly ResultDifference[] {
  const names = [...new Set([...resultsOf(before), ...resultsOf(after)].map(({ name }) => name))].sort();
  return names.map((name) => compareResult(name, before, after));
}

function compareResult(name: string, before: RunResults, after: RunResults): ResultDifference {
  const old = resultsOf(before).find((table) => table.name === name);
  const now = resultsOf(after).find((table) => table.name === name);
  const [oldRows, nowRows] = [rowsOf(before, old), rowsOf(after, now)];
  const oldColumns = columnsOf(old);
  const nowColumns = columnsOf(now);
  const columns =
    old === undefined
      ? nowColumns
      : now === undefined
        ? oldColumns
        : nowColumns.filter((each) => oldColumns.includes(each));
  const key = keyOf(now ?? (old as TablePlan)).filter((column) => columns.includes(column));
  return {
    table: name,
    key,
    columns,
    addedColumns: old === undefined ? [] : nowColumns.filter((column) => !oldColumns.includes(column)),
    removedColumns: now === undefined ? [] : oldColumns.filter((column) => !nowColumns.includes(column)),
    existence: old === undefined ? "added" : now === undefined ? "removed" : "both",
    rowsBefore: oldRows.length,
    rowsAfter: nowRows.length,
    ...changedRows(compareRows(oldRows, nowRows, { key, columns }), key, oldRows.length),
  };
}

function changedRows(
  differences: readonly RowDifference[],
  key: readonly string[],
  rowsBefore: number,
): Pick<ResultDifference, "unchanged" | "differences"> {
  const keyOf = (difference: RowDifference) =>
    rowKey(difference.type === "missing" ? difference.expected : difference.found, key);
  const sorted = differences.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const touched = differences.filter(({ type }) => type !== "unexpected").length;
  return { unchanged: rowsBefore - touched, differences: sorted.map(changedRow) };
}

function changedRow(difference: RowDifference): ChangedRow {
  switch (difference.type) {
    case "missing":
      return { kind: "removed", before: difference.expected };
    case "unexpected":
      return { kind: "added", after: difference.found };
    case "different":
      return {
        kind: "changed",
        before: difference.expected,
        after: difference.found,
        columns: difference.columns,
      };
  }
}

function resultsOf({ tables }: RunResults): readonly TablePlan[] {
  return tables.filter(({ role }) => role === "result");
}

function columnsOf(table: TablePlan | undefined): readonly string[] {
  return (table?.columns ?? []).filter(({ metadata }) => metadata === undefined).map(({ name }) => name);
}

/** An append table's record key alone says little: its window, or the time of its rows, belongs to it. */
function keyOf(table: TablePlan): readonly string[] {
  if (table.primaryKey !== undefined) return table.primaryKey;
  const times = table.columns.filter(({ name }) => name === "window_start" || name === "window_end");
  return [...new Set([...times.map(({ name }) => name), ...table.key.columns])];
}

function rowsOf({ changes }: RunResults, table: TablePlan | undefined): readonly FlinkRow[] {
  return table === undefined ? [] : finalRows(changes[table.name] ?? [], table);
}
