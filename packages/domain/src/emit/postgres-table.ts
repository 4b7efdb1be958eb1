import type { PostgresIndexPlan, PostgresTablePlan } from "../plan.ts";
import { storeColumns } from "../plan/store-columns.ts";
import { postgresName } from "./sql-text.ts";

/**
 * `CREATE TABLE IF NOT EXISTS` for one table with the store's own columns, and `CREATE INDEX IF NOT EXISTS` for each of its
 * indexes, each ending with a semicolon. Partitions are made by whoever keeps the table.
 */
export function emitPostgresDdl(table: PostgresTablePlan): string {
  return [createTable(table), ...table.indexes.map((index) => emitPostgresIndex(table.name, index))].join(
    "\n",
  );
}

/** `CREATE INDEX IF NOT EXISTS` for one index of a table, ending with a semicolon. */
export function emitPostgresIndex(table: string, { name, columns }: PostgresIndexPlan): string {
  const keys = columns.map((column) => `${postgresName(column.name)}${column.isDescending ? " DESC" : ""}`);
  return `CREATE INDEX IF NOT EXISTS ${postgresName(name)} ON ${postgresName(table)} (${keys.join(", ")});`;
}

function createTable({ name, columns, primaryKey, timeColumn, partitionBy }: PostgresTablePlan): string {
  const lines = [...columns, ...storeColumns].map(
    (column) => `${postgresName(column.name)} ${column.type}${column.nullable ? "" : " NOT NULL"}`,
  );
  const key = primaryKey.length === 0 ? [] : [`PRIMARY KEY (${primaryKey.map(postgresName).join(", ")})`];
  const body = [...lines, ...key].map((line) => `  ${line}`).join(",\n");
  const partitions =
    partitionBy === undefined || timeColumn === undefined
      ? ""
      : ` PARTITION BY RANGE (${postgresName(timeColumn)})`;
  return `CREATE TABLE IF NOT EXISTS ${postgresName(name)} (\n${body}\n)${partitions};`;
}
