import type { PostgresTablePlan } from "@millrace/domain";
import { type AppliedTable, applyTables, migrateStore, openRoles } from "@millrace/store";
import { storePasswords } from "@millrace/engines";
import pg from "pg";
import { onTestFinished } from "vitest";
import type { PostgresDatabase, PostgresNode } from "./postgres-node.ts";

/** Counts by minute and place, kept 30 days in partitions of a day. */
export const countsTable: PostgresTablePlan = {
  name: "counts",
  domain: "shop",
  table: "counts",
  columns: [
    { name: "window_start", type: "timestamptz", nullable: false },
    { name: "place", type: "text", nullable: false },
    { name: "views", type: "bigint", nullable: false },
  ],
  primaryKey: ["window_start", "place"],
  timeColumn: "window_start",
  retentionMs: 30 * 86_400_000,
  partitionBy: "day",
  indexes: [
    {
      name: "counts_place_window_start_idx",
      columns: [
        { name: "place", isDescending: false },
        { name: "window_start", isDescending: true },
      ],
    },
  ],
};

/** A row of {@link countsTable} as a connector writes it. */
export interface CountRow {
  readonly at: string;
  readonly place: string;
  readonly views: number;
  /** Of the record. Default: 0. */
  readonly offset?: number;
}

/** A row of {@link countsTable} as it is stored. */
export interface StoredRow {
  readonly window_start: Date;
  readonly place: string;
  readonly views: string;
  readonly as_of: Date;
  readonly kafka_offset: string | null;
}

/** An empty database with a migrated store, and a client that may do everything. */
export class StoreUnderTest {
  readonly database: PostgresDatabase;
  readonly client: pg.Client;

  private constructor(database: PostgresDatabase, client: pg.Client) {
    this.database = database;
    this.client = client;
  }

  static async on(node: PostgresNode): Promise<StoreUnderTest> {
    const database = await node.database();
    const client = await connect(database.url);
    await migrateStore(client);
    await openRoles(client, storePasswords);
    return new StoreUnderTest(database, client);
  }

  async apply(plan: PostgresTablePlan = countsTable, now?: Date): Promise<readonly AppliedTable[]> {
    return await applyTables(this.client, [plan], now === undefined ? {} : { now });
  }

  /** A client of one of the roles. */
  async as(role: "writer" | "reader" | "keeper"): Promise<pg.Client> {
    return await connect(this.database[`${role}Url`]);
  }

  /** Writes a row as the Postgres sink does. */
  async upsert({ at, place, views, offset = 0 }: CountRow, client: pg.Client = this.client): Promise<void> {
    await client.query(
      `INSERT INTO counts (window_start, place, views, kafka_partition, kafka_offset) VALUES ($1, $2, $3, 0, $4)
       ON CONFLICT (window_start, place) DO UPDATE SET views = EXCLUDED.views,
         kafka_partition = EXCLUDED.kafka_partition, kafka_offset = EXCLUDED.kafka_offset`,
      [at, place, views, offset],
    );
  }

  /** The rows by time and place. */
  async rows(): Promise<readonly StoredRow[]> {
    return (await this.client.query<StoredRow>("SELECT * FROM counts ORDER BY window_start, place")).rows;
  }

  /** The places of the rows in each partition. */
  async places(): Promise<Readonly<Record<string, readonly string[]>>> {
    const { rows } = await this.client.query<{ partition: string; places: string[] }>(
      `SELECT relname AS partition, array_agg(place ORDER BY place) AS places
       FROM counts JOIN pg_class ON pg_class.oid = counts.tableoid GROUP BY relname ORDER BY relname`,
    );
    return Object.fromEntries(rows.map(({ partition, places }) => [partition, places]));
  }
}

/** A client that is closed when the test has ended. */
export async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
