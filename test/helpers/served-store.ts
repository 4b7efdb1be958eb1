import { storePasswords } from "@millrace/engines";
import { applyTables, migrateStore, openRoles } from "@millrace/store";
import pg from "pg";
import { PostgresNode } from "./postgres-node.ts";
import { planOf } from "./served-tables.ts";

/** A store in a Postgres of its own, with the tables of some of the repository's domains. */
export class ServedStore implements AsyncDisposable {
  /** As the query API reads it. */
  readonly readerUrl: string;
  readonly client: pg.Client;
  readonly #node: PostgresNode;

  private constructor(node: PostgresNode, client: pg.Client, readerUrl: string) {
    this.#node = node;
    this.client = client;
    this.readerUrl = readerUrl;
  }

  /** Starts one. */
  static async start(...domains: readonly string[]): Promise<ServedStore> {
    const node = await PostgresNode.start();
    const { url, readerUrl } = await node.database();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await migrateStore(client);
    await openRoles(client, storePasswords);
    await applyTables(
      client,
      domains.flatMap((domain) => planOf(domain).postgresTables),
    );
    return new ServedStore(node, client, readerUrl);
  }

  /** Writes rows as a connector does: those that are there are replaced. The first row says which columns there are. */
  async upsert(table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    const found = await this.client.query<{ attname: string }>(
      "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey) " +
        "WHERE indrelid = $1::regclass AND indisprimary",
      [table],
    );
    const key = found.rows.map(({ attname }) => attname);
    const names = Object.keys(rows[0] ?? {});
    const places = names.map((_, at) => `$${at + 1}`).join(", ");
    const replaced = names.map((name) => `${name} = EXCLUDED.${name}`).join(", ");
    for (const row of rows)
      await this.client.query(
        `INSERT INTO ${table} (${names.join(", ")}) VALUES (${places}) ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${replaced}`,
        names.map((name) => row[name]),
      );
  }

  /** Empties tables. */
  async empty(...tables: readonly string[]): Promise<void> {
    await this.client.query(`TRUNCATE ${tables.join(", ")}`);
  }

  /** Keeps a table from being read until it is disposed of. */
  async lock(table: string): Promise<AsyncDisposable> {
    await this.client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return { [Symbol.asyncDispose]: async () => void (await this.client.query("ROLLBACK")) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.end();
    await this.#node[Symbol.asyncDispose]();
  }
}
