import type { SinkTable } from "./sink-table.ts";

/** The name of the sink's ClickHouse table. */
export function clickHouseTableOf({ sinks, table }: SinkTable): string {
  const { clickhouse } = sinks;
  return (typeof clickhouse === "object" ? clickhouse.table : undefined) ?? table;
}

/**
 * The columns of which a row in ClickHouse replaces another with the same values, in the order in which the table is
 * sorted: groups, then times. Undefined where nothing says which they are.
 */
export function clickHouseKeyOf(table: SinkTable): readonly string[] | undefined {
  const key = givenKeyOf(table) ?? table.identity;
  if (key === undefined) return undefined;
  const isTime = (name: string) => table.columns[name]?.type === "timestamp" || name === table.recordTime;
  return [...key.filter((name) => !isTime(name)), ...key.filter(isTime)];
}

/** The columns that the domain names. */
export function givenKeyOf({ sinks: { clickhouse } }: SinkTable): readonly string[] | undefined {
  return typeof clickhouse === "object" ? clickhouse.primary_key : undefined;
}

/**
 * The column that dates a row. Only one of the key stays the same however a row changes, and is known of a deleted row.
 */
export function clickHouseTimeOf(table: SinkTable): { readonly column?: string; readonly isOfKey: boolean } {
  const { mode, recordTime, columns } = table;
  const key = clickHouseKeyOf(table) ?? [];
  const times = key.filter((name) => columns[name]?.type === "timestamp");
  const ofKey = times.find((name) => name === recordTime) ?? times[0];
  if (ofKey !== undefined) return { column: ofKey, isOfKey: true };
  return mode === "append" && recordTime !== undefined
    ? { column: recordTime, isOfKey: false }
    : { isOfKey: false };
}
