import type { TablePlan } from "@millrace/domain";
import { type Change, Changelog, type FlinkRow } from "@millrace/flink";
import type { TableChanges } from "../flink/prepared-statements.ts";
import { compareRows, type RowComparison } from "./compare-rows.ts";

/** One result before and after an edit, over the same events. */
export interface ResultDifference extends RowComparison {
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
}

/** What one form of a statement made of the events. */
export interface RunResults {
  readonly tables: readonly TablePlan[];
  readonly changes: TableChanges;
}

/** Compares the rows that stand in every result at the end, sorted by result. */
export async function compareResults(
  before: RunResults,
  after: RunResults,
): Promise<readonly ResultDifference[]> {
  const names = [...new Set([...resultsOf(before), ...resultsOf(after)].map(({ name }) => name))].sort();
  return Promise.all(names.map((name) => compareResult(name, before, after)));
}

async function compareResult(name: string, before: RunResults, after: RunResults): Promise<ResultDifference> {
  const old = resultsOf(before).find((table) => table.name === name);
  const now = resultsOf(after).find((table) => table.name === name);
  const [oldRows, nowRows] = await Promise.all([rowsOf(before, old), rowsOf(after, now)]);
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
    ...compareRows(oldRows, nowRows, { key, columns }),
  };
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

async function rowsOf({ changes }: RunResults, table: TablePlan | undefined): Promise<readonly FlinkRow[]> {
  if (table === undefined) return [];
  const pages: (readonly Change[])[] = [changes[table.name] ?? []];
  const changelog = new Changelog({
    ...(table.primaryKey === undefined ? {} : { upsertKey: table.primaryKey }),
    next: async () => pages.shift(),
    cancel: async () => undefined,
  });
  return changelog.toRows();
}
