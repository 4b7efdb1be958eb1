import { emitPostgresDdl, type PostgresTablePlan } from "@millrace/domain";
import pg from "pg";
import type { Change } from "./change.ts";

/** Makes the tables that are missing in the database at `url`. */
export async function applyPostgresTables(
  url: string,
  tables: readonly PostgresTablePlan[],
): Promise<Change[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const existing = await client.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    const names = new Set(existing.rows.map(({ name }) => name));
    const changes: Change[] = [];
    for (const table of tables) {
      if (!names.has(table.name)) await client.query(emitPostgresDdl(table));
      changes.push({
        kind: "database table",
        name: table.name,
        action: names.has(table.name) ? "unchanged" : "created",
      });
    }
    return changes;
  } finally {
    await client.end();
  }
}
