import { type FlinkRow, valueKey } from "@millrace/flink";
import { rowKey } from "./final-rows.ts";
import type { RowDifference } from "./row-difference.ts";

/** How rows are compared. */
export interface RowComparison {
  readonly columns: readonly string[];
  /** Rows with the same key are told as one row that differs; empty where rows have none. */
  readonly key: readonly string[];
}

/** Compares two bags of rows; the order does not matter, how often a row occurs does. */
export function compareRows(
  expected: readonly FlinkRow[],
  found: readonly FlinkRow[],
  { columns, key }: RowComparison,
): readonly RowDifference[] {
  const { onlyLeft, onlyRight } = unmatched(expected, found, columns);
  const pairs = pairUp(onlyLeft, onlyRight, columns, key);
  return [
    ...pairs.map(({ left, right }): RowDifference => ({
      type: "different",
      expected: left,
      found: right,
      columns: differingColumns(left, right, columns),
    })),
    ...onlyLeft
      .filter((row) => !pairs.some(({ left }) => left === row))
      .map((row): RowDifference => ({ type: "missing", expected: row })),
    ...onlyRight
      .filter((row) => !pairs.some(({ right }) => right === row))
      .map((row): RowDifference => ({ type: "unexpected", found: row })),
  ];
}

/** The columns in which two rows differ. */
export function differingColumns(
  left: FlinkRow,
  right: FlinkRow,
  columns: readonly string[],
): readonly string[] {
  return columns.filter((name) => valueKey(left[name] ?? null) !== valueKey(right[name] ?? null));
}

function unmatched(left: readonly FlinkRow[], right: readonly FlinkRow[], columns: readonly string[]) {
  const open = new Map<string, FlinkRow[]>();
  for (const row of right) {
    const text = rowKey(row, columns);
    open.set(text, [...(open.get(text) ?? []), row]);
  }
  const onlyLeft = left.filter((row) => open.get(rowKey(row, columns))?.pop() === undefined);
  return { onlyLeft, onlyRight: [...open.values()].flat() };
}

interface Pair {
  readonly left: FlinkRow;
  readonly right: FlinkRow;
}

/** Rows of the same key belong together; of several, or without a key, those that are most alike. */
function pairUp(
  left: readonly FlinkRow[],
  right: readonly FlinkRow[],
  columns: readonly string[],
  key: readonly string[],
): readonly Pair[] {
  const open = [...right];
  const pairs: Pair[] = [];
  for (const row of left) {
    const candidates = open
      .filter((other) => key.length === 0 || rowKey(row, key) === rowKey(other, key))
      .map((other) => ({ other, distance: differingColumns(row, other, columns).length }))
      .filter(({ distance }) => key.length > 0 || distance <= columns.length / 2)
      .toSorted((a, b) => a.distance - b.distance);
    const [best] = candidates;
    if (best === undefined) continue;
    open.splice(open.indexOf(best.other), 1);
    pairs.push({ left: row, right: best.other });
  }
  return pairs;
}
