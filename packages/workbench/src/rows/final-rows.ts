import type { TablePlan } from "@millrace/domain";
import { type Change, type FlinkRow, valueKey } from "@millrace/flink";

/** What a table holds after its changes: the newest row of each key, or every row that was appended. */
export function finalRows(changes: readonly Change[], { primaryKey }: TablePlan): readonly FlinkRow[] {
  if (primaryKey === undefined) return changes.map(({ row }) => row);
  const rows = new Map<string, FlinkRow>();
  for (const { kind, row } of changes) {
    const key = rowKey(row, primaryKey);
    // What a row was is taken back; where a condition lets nothing follow, Kafka gets a tombstone.
    if (kind === "delete" || kind === "update-before") rows.delete(key);
    else rows.set(key, row);
  }
  return [...rows.values()];
}

/** A row's columns alone, in their order; a missing one is NULL. */
export function projected(row: FlinkRow, columns: readonly string[]): FlinkRow {
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}

/** A text that is equal for rows with equal columns. */
export function rowKey(row: FlinkRow, columns: readonly string[]): string {
  return columns.map((name) => valueKey(row[name] ?? null)).join();
}
