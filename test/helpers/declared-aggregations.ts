import type { TablePlan } from "@millrace/domain";
import { parseType } from "@millrace/flink";
import { decodeValue } from "../../packages/workbench/src/flink/decode-row.ts";
import type { TableChanges } from "../../packages/workbench/src/flink/prepared-statements.ts";
import type { OracleRow, OracleValue } from "../../packages/workbench/src/oracle/row.ts";
import { topOf } from "../../packages/workbench/src/oracle/top.ts";
import type { Window } from "../../packages/workbench/src/oracle/window.ts";
import { type OracleStep, windowedGroups } from "../../packages/workbench/src/oracle/windowed-groups.ts";
import { compareRows } from "../../packages/workbench/src/rows/compare-rows.ts";
import { finalRows, projected } from "../../packages/workbench/src/rows/final-rows.ts";
import { flinkTime } from "../../packages/workbench/src/sql-test/time-text.ts";

type Row = Readonly<Record<string, OracleValue>>;

/** What an aggregation means, said without SQL. */
export interface Meaning {
  readonly window: Window;
  /** Paths by the result column that they become. */
  readonly by: Readonly<Record<string, string>>;
  readonly where?: (row: OracleRow) => boolean;
  readonly measures: Readonly<Record<string, (rows: readonly OracleRow[]) => OracleValue>>;
  readonly having?: (row: Row) => boolean;
  readonly top?: { readonly n: number; readonly by: string; readonly per: readonly string[] };
}

/** The rows that an aggregation holds after these steps. */
export function meantRows(meaning: Meaning, steps: readonly OracleStep[], behindMs: number): readonly Row[] {
  const { where = () => true, window, by, measures, having = () => true, top } = meaning;
  const counted = steps.map((step): OracleStep =>
    step.kind === "watermark" || where(step) ? step : { kind: "watermark", atMs: step.timeMs - behindMs },
  );
  const groups = windowedGroups(counted, { window, by: Object.values(by), behindMs });
  const rows = groups
    .map(({ startMs, endMs, key, rows: members }) => ({
      window_start: flinkTime(startMs),
      ...Object.fromEntries(Object.entries(by).map(([column, path]) => [column, key[path] ?? null])),
      window_end: flinkTime(endMs),
      ...Object.fromEntries(Object.entries(measures).map(([name, measure]) => [name, measure(members)])),
    }))
    .filter(having);
  return top === undefined ? rows : rankedRows(rows, Object.keys(by), top);
}

function rankedRows(
  rows: readonly Row[],
  groups: readonly string[],
  { n, by, per }: NonNullable<Meaning["top"]>,
): readonly Row[] {
  const candidates = rows.map((row) => ({
    row,
    among: ["window_start", "window_end", ...per].map((name) => row[name] ?? null),
    by: row[by] ?? null,
    order: groups.filter((name) => !per.includes(name)).map((name) => row[name] ?? null),
  }));
  return topOf(candidates, n, "whole").map(({ row, rank }) => ({ ...row, rank_number: rank }));
}

/** How a result differs from what its aggregation means; nothing where it is the same. */
export function resultDifferences(
  table: TablePlan,
  changes: TableChanges,
  expected: readonly Row[],
): readonly unknown[] {
  const columns = table.columns.filter(({ name }) => name in (expected[0] ?? {}));
  const names = columns.map(({ name }) => name);
  const types = new Map(columns.map(({ name, type }) => [name, parseType(type)] as const));
  const wanted = expected.map((row) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        rounded(decodeValue(row[name] ?? null, types.get(name) ?? parseType("INT"))),
      ]),
    ),
  );
  const found = finalRows(changes[table.name] ?? [], table).map((row) => {
    const part = projected(row, names);
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, rounded(value)]));
  });
  return compareRows(wanted, found, { columns: names, key: ["window_start", "window_end"] });
}

/** Sums of doubles depend on their order in the last digits. */
function rounded<Value>(value: Value): Value | number {
  return typeof value === "number" ? Number(value.toPrecision(12)) : value;
}
