import { storeColumns } from "@millrace/domain";

/** A row of a Postgres table without what the store keeps beside it. */
export function ownColumns<Row extends Readonly<Record<string, unknown>>>(row: Row): Row {
  const names = new Set(storeColumns.map(({ name }) => name));
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.has(name))) as Row;
}
