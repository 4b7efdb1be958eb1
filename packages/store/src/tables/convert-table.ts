import { boundedName, type PostgresTablePlan, storeColumns } from "@millrace/domain";
import { escapeIdentifier } from "pg";
import { nameList, type Queryable } from "../sql.ts";

/**
 * Makes a table anew with `create` and fills it with the rows that the one before had, each dated as it was.
 * All columns of the plan are in the table before; rows without a place in Kafka keep none.
 */
export async function convertTable(
  client: Queryable,
  { name, columns }: PostgresTablePlan,
  create: () => Promise<void>,
): Promise<void> {
  const old = escapeIdentifier(boundedName(name, "before"));
  await renameIndexes(client, name);
  await client.query(`ALTER TABLE ${escapeIdentifier(name)} RENAME TO ${old}`);
  await create();
  const names = nameList([...columns, ...storeColumns].map((column) => column.name));
  await client.query(`INSERT INTO ${escapeIdentifier(name)} (${names}) SELECT ${names} FROM ${old}`);
  await client.query(`DROP TABLE ${old}`);
}

/** The new table's take their names. */
async function renameIndexes(client: Queryable, table: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE indrelid = to_regclass('public.' || quote_ident($1))`,
    [table],
  );
  for (const { name } of rows)
    await client.query(
      `ALTER INDEX ${escapeIdentifier(name)} RENAME TO ${escapeIdentifier(boundedName(name, "before"))}`,
    );
}
