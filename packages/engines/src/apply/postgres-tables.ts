import type { PostgresTablePlan } from "@millrace/domain";
import { applyTables, migrateStore, openRoles, storeRoles, TablesRefusedError } from "@millrace/store";
import pg from "pg";
import { icebergCatalogTables } from "../engines/postgres-catalog.ts";
import { storePasswords } from "../engines/postgres-access.ts";
import type { Change } from "./change.ts";
import { TableRefusedError } from "./errors.ts";

/**
 * Brings the store in the database at `url` to its newest version, with its roles, and makes its tables as the plan says:
 * new ones, columns, indexes and partitions that are missing. A column is added without NOT NULL: the rows that are there
 * have no value for it.
 *
 * @throws TableRefusedError when a column's type or a primary key is not the plan's; no table was changed then
 */
export async function applyPostgresTables(
  url: string,
  tables: readonly PostgresTablePlan[],
): Promise<Change[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await migrateStore(client);
    await openRoles(client, storePasswords);
    await letWriterCommit(client);
    const applied = await applyTables(client, tables);
    return applied.map(({ name, action }) => ({ kind: "database table", name, action }));
  } catch (error) {
    if (!(error instanceof TablesRefusedError)) throw error;
    const refused = error.tables.map(({ name, reasons }) => ({
      kind: "database table" as const,
      name,
      action: "refuse" as const,
      details: reasons,
    }));
    throw new TableRefusedError(refused);
  } finally {
    await client.end();
  }
}

/** The archive's commits are rows of its catalog, which its connectors write as the store's writer. */
async function letWriterCommit(client: pg.Client): Promise<void> {
  const rights = "SELECT, INSERT, UPDATE, DELETE";
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE oid = ANY (SELECT to_regclass('public.' || quote_ident(name)) FROM unnest($1::text[]) AS name)
       AND NOT has_table_privilege($2, oid, 'DELETE')`,
    [icebergCatalogTables, storeRoles.writer],
  );
  for (const { name } of rows)
    await client.query(`GRANT ${rights} ON ${pg.escapeIdentifier(name)} TO ${storeRoles.writer}`);
}
