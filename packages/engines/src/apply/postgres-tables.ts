import { emitPostgresDdl, type PostgresTablePlan } from "@millrace/domain";
import pg from "pg";
import { TableRefusedError } from "./errors.ts";
import { addedColumns, compareTables, readTables } from "../plan/compare-tables.ts";
import type { Change } from "./change.ts";

/**
 * Makes the tables that are missing in the database at `url`, and the columns that are missing in the others. A column is
 * added without NOT NULL: the rows that are there have no value for it.
 *
 * @throws TableRefusedError when a column's type or a primary key is not the plan's; nothing was changed then
 */
export async function applyPostgresTables(
  url: string,
  tables: readonly PostgresTablePlan[],
): Promise<Change[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await readTables(client);
    const refused = compareTables(tables, found).filter(({ action }) => action === "refuse");
    if (refused.length > 0) throw new TableRefusedError(refused);
    const changes: Change[] = [];
    for (const table of tables) {
      const existing = found.get(table.name);
      const added = existing === undefined ? [] : addedColumns(table, existing);
      if (existing === undefined) await client.query(emitPostgresDdl(table));
      if (added.length > 0) await client.query(addColumns(table.name, added));
      const action = existing === undefined ? "created" : added.length > 0 ? "updated" : "unchanged";
      changes.push({ kind: "database table", name: table.name, action });
    }
    return changes;
  } finally {
    await client.end();
  }
}

function addColumns(table: string, columns: PostgresTablePlan["columns"]): string {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  const clauses = columns.map(({ name, type }) => `ADD COLUMN ${quoted(name)} ${type}`);
  return `ALTER TABLE ${quoted(table)} ${clauses.join(", ")}`;
}
