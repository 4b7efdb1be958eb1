import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runner } from "node-pg-migrate";
import type { ClientBase } from "pg";

const folder = join(import.meta.dirname, "..", "migrations");
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The migrations that a database does not have yet, by name, in order. */
export async function pendingMigrations(client: ClientBase): Promise<readonly string[]> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .map((name) => name.slice(0, -".sql".length))
    .sort();
  const found = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('millrace_store.store_migrations') IS NOT NULL AS exists",
  );
  if (found.rows[0]?.exists !== true) return names;
  const { rows } = await client.query<{ name: string }>("SELECT name FROM millrace_store.store_migrations");
  return names.filter((name) => !rows.some((row) => row.name === name));
}

/**
 * Brings the store's schema, roles and functions to the newest version, all in one transaction. Done again it changes
 * nothing; of two that come at once the second waits for the first.
 * @returns the names of the migrations that were run
 */
export async function migrateStore(client: ClientBase): Promise<readonly string[]> {
  if ((await pendingMigrations(client)).length === 0) return [];
  const done = await runner({
    dbClient: client,
    dir: folder,
    direction: "up",
    migrationsTable: "store_migrations",
    migrationsSchema: "millrace_store",
    createMigrationsSchema: true,
    schema: "public",
    advisoryLockMode: "wait",
    logger: silent,
  });
  return done.map(({ name }) => name);
}
