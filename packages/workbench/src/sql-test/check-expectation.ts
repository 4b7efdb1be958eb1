import type { Change, FlinkRow } from "@millrace/flink";
import type { TimedChange } from "../flink/changes-file.ts";
import { compareChangelog } from "./compare-changelog.ts";
import { compareRows } from "../rows/compare-rows.ts";
import { finalRows, projected } from "../rows/final-rows.ts";
import type { RowDifference } from "../rows/row-difference.ts";
import { type Expectation, type Moment } from "./expectation.ts";
import { keyColumns, type TestedChange } from "./expected-row.ts";
import type { TableOutcome } from "./table-outcome.ts";
import { testedChanges } from "./tested-changes.ts";

/** Compares a table's changes with everything that is expected of it. */
export function checkExpectation(
  expectation: Expectation,
  changes: readonly TimedChange[],
): readonly TableOutcome[] {
  const { table, columns, rows, changelog, moments } = expectation;
  const common = { table: table.name, key: keyColumns(table, columns) };
  const outcomes: TableOutcome[] = moments.map((moment) => {
    const differences = differingRows(expectation, moment.rows, changesUntil(moment, changes));
    return { ...common, part: "rows", watermarkMs: moment.watermarkMs, differences };
  });
  if (rows !== undefined)
    outcomes.push({ ...common, part: "rows", differences: differingRows(expectation, rows, changes) });
  if (changelog !== undefined)
    outcomes.push({
      ...common,
      part: "changelog",
      differences: differingChanges(expectation, changelog, changes),
    });
  return outcomes;
}

/** The changes that a table has got when the watermark that reaches it is first at the moment's, or beyond. */
export function changesUntil(
  { watermarkMs }: Pick<Moment, "watermarkMs">,
  changes: readonly TimedChange[],
): readonly TimedChange[] {
  return changes.filter((change) => change.watermarkMs === undefined || change.watermarkMs < watermarkMs);
}

function differingRows(
  expectation: Expectation,
  expected: readonly FlinkRow[],
  changes: readonly TimedChange[],
): readonly RowDifference[] {
  const { table, columns } = expectation;
  const key = table.primaryKey === undefined ? [] : keyColumns(table, columns);
  return compareRows(expected, foundRows(expectation, changes), { columns, key });
}

function differingChanges(
  { table, columns }: Expectation,
  changelog: readonly TestedChange[],
  changes: readonly TimedChange[],
): readonly RowDifference[] {
  const key = keyColumns(table, columns);
  const rowsOf = (list: readonly TestedChange[]) => list.map((change) => changeRow(change, columns, key));
  return compareChangelog(rowsOf(changelog), rowsOf(testedChanges(changes)), {
    columns: ["kind", ...columns],
    key,
  });
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
