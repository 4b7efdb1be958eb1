import type { FlinkRow } from "@millrace/flink";
import { diffArrays } from "diff";
import { differingColumns } from "../rows/compare-rows.ts";
import { rowKey } from "../rows/final-rows.ts";
import type { RowDifference } from "../rows/row-difference.ts";

/**
 * Compares two changelogs key by key, each in its order: across keys neither Flink nor Kafka keeps one. The rows have the
 * change's `kind` as a column; without key columns the order does not count.
 */
export function compareChangelog(
  expected: readonly FlinkRow[],
  found: readonly FlinkRow[],
  { columns, key }: { readonly columns: readonly string[]; readonly key: readonly string[] },
): readonly RowDifference[] {
  const left = grouped(expected, key);
  const right = grouped(found, key);
  const keys = new Set([...left.keys(), ...right.keys()]);
  return [...keys].flatMap((each) => compareGroup(left.get(each) ?? [], right.get(each) ?? [], columns));
}

function grouped(
  rows: readonly FlinkRow[],
  key: readonly string[],
): ReadonlyMap<string, readonly FlinkRow[]> {
  const groups = new Map<string, FlinkRow[]>();
  for (const row of rows) {
    const text = rowKey(row, key.length === 0 ? Object.keys(row) : key);
    groups.set(text, [...(groups.get(text) ?? []), row]);
  }
  return groups;
}

function compareGroup(
  expected: readonly FlinkRow[],
  found: readonly FlinkRow[],
  columns: readonly string[],
): readonly RowDifference[] {
  const texts = (rows: readonly FlinkRow[]) => rows.map((row) => rowKey(row, columns));
  const differences: RowDifference[] = [];
  let left = 0;
  let right = 0;
  let missing: FlinkRow[] = [];
  const flushMissing = () => {
    differences.push(...missing.map((row): RowDifference => ({ type: "missing", expected: row })));
    missing = [];
  };
  for (const { added, removed, count = 0 } of diffArrays(texts(expected), texts(found))) {
    if (removed) {
      missing.push(...expected.slice(left, left + count));
    } else if (added) {
      for (const row of found.slice(right, right + count))
        differences.push(changed(missing.shift(), row, columns));
    } else {
      flushMissing();
    }
    if (!added) left += count;
    if (!removed) right += count;
  }
  flushMissing();
  return differences;
}

function changed(expected: FlinkRow | undefined, found: FlinkRow, columns: readonly string[]): RowDifference {
  if (expected === undefined) return { type: "unexpected", found };
  return { type: "different", expected, found, columns: differingColumns(expected, found, columns) };
}
