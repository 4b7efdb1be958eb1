import type { Change, FlinkRow } from "@millrace/flink";
import { compareChangelog } from "./compare-changelog.ts";
import { compareRows } from "./compare-rows.ts";
import type { TableOutcome } from "./difference.ts";
import { type Expectation, keyColumns, type TestedChange } from "./expectation.ts";
import { finalRows, projected, testedChanges } from "./final-rows.ts";

/** Compares a table's changes with everything that is expected of it. */
export function checkExpectation(
  expectation: Expectation,
  changes: readonly Change[],
): readonly TableOutcome[] {
  const outcomes: TableOutcome[] = [];
  const { table, columns, rows, changelog } = expectation;
  if (rows !== undefined) {
    const found = foundRows(expectation, changes);
    const key = table.primaryKey === undefined ? [] : keyColumns(table, columns);
    const differences = compareRows(rows, found, { columns, key });
    outcomes.push({ table: table.name, part: "rows", key, differences });
  }
  if (changelog !== undefined) {
    const key = keyColumns(table, columns);
    const found = testedChanges(changes).map((change) => changeRow(change, columns, key));
    const expected = changelog.map((change) => changeRow(change, columns, key));
    const differences = compareChangelog(expected, found, { columns: ["kind", ...columns], key });
    outcomes.push({ table: table.name, part: "changelog", key, differences });
  }
  return outcomes;
}

/** What the table holds at the end, in the columns that are compared. */
export function foundRows(
  { table, columns }: Pick<Expectation, "table" | "columns">,
  changes: readonly Change[],
): readonly FlinkRow[] {
  return finalRows(changes, table).map((row) => projected(row, columns));
}

/** A change as a row that begins with its kind; of a row that is taken away only the key counts. */
export function changeRow(
  { kind, row }: TestedChange,
  columns: readonly string[],
  key: readonly string[],
): FlinkRow {
  return { kind, ...projected(row, kind === "delete" && key.length > 0 ? key : columns) };
}
