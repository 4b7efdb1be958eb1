import type { PostgresTablePlan } from "../plan.ts";
import { postgresName } from "./sql-text.ts";

/** `CREATE TABLE IF NOT EXISTS` for one table, ending with a semicolon. */
export function emitPostgresDdl({ name, columns, primaryKey }: PostgresTablePlan): string {
  const lines = columns.map(
    ({ name, type, nullable }) => `${postgresName(name)} ${type}${nullable ? "" : " NOT NULL"}`,
  );
  const key = primaryKey.length === 0 ? [] : [`PRIMARY KEY (${primaryKey.map(postgresName).join(", ")})`];
  const body = [...lines, ...key].map((line) => `  ${line}`).join(",\n");
  return `CREATE TABLE IF NOT EXISTS ${postgresName(name)} (\n${body}\n);`;
}
