import { type ClientBase, escapeIdentifier } from "pg";

/** What is asked of a connection: a client, or one of a pool. */
export type Queryable = Pick<ClientBase, "query">;

/** Names in SQL, separated by commas. */
export function nameList(names: readonly string[]): string {
  return names.map((name) => escapeIdentifier(name)).join(", ");
}

/** Runs `act` in one transaction, with the settings of it alone; what it changed is undone when it fails. */
export async function inTransaction<Result>(
  client: Queryable,
  act: () => Promise<Result>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Result> {
  await client.query("BEGIN");
  try {
    for (const [name, value] of Object.entries({ timezone: "UTC", search_path: "public", ...settings }))
      await client.query("SELECT set_config($1, $2, true)", [name, value]);
    const result = await act();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}
