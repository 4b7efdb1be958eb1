import { DatabaseError } from "pg";
import { inTransaction, type Queryable } from "../sql.ts";
import { tryLockStore } from "../store-lock.ts";
import { type UpkeepRow, upkeepOf } from "../tables/stored-table.ts";
import { deleteExpiredRows, dropPartition, expiredPartitions } from "./expired-rows.ts";
import { type KeptTable, neededPartitions } from "./needed-partitions.ts";
import { makePartition } from "./partitions.ts";

/** What one round of upkeep has done. */
export interface UpkeepReport {
  readonly partitionsMade: number;
  readonly partitionsDropped: number;
  readonly rowsDeleted: number;
  /** Tables that were in use, left to the next round. */
  readonly postponed: readonly string[];
}

/** Whoever asks for a lock makes all later ones wait behind it. */
const lockSettings = { lock_timeout: "1s" } as const;

/**
 * Makes the partitions that the tables need at `now`, drops those whose rows have been kept long enough, and deletes such rows
 * elsewhere. A row counts from its time, or from when it came where that is later. For the role millrace_keeper; nobody
 * waits more than a second for it to get a lock, and of two keepers the second does nothing.
 */
export async function keepPartitions(client: Queryable, now: Date = new Date()): Promise<UpkeepReport> {
  const total = { partitionsMade: 0, partitionsDropped: 0, rowsDeleted: 0 };
  const postponed: string[] = [];
  for (const table of await keptTables(client)) {
    try {
      total.partitionsMade += await makeAll(client, table, now);
      total.partitionsDropped += await dropAll(client, table, now);
      total.rowsDeleted += await deleteExpiredRows(client, table, { now, settings: lockSettings });
    } catch (error) {
      if (!isInUse(error)) throw error;
      postponed.push(table.name);
    }
  }
  return { ...total, postponed };
}

async function keptTables(client: Queryable): Promise<readonly KeptTable[]> {
  const { rows } = await client.query<{ name: string } & UpkeepRow>(
    `SELECT name, time_column, retention_ms, partition_by FROM millrace_store.store_tables
     WHERE to_regclass('public.' || quote_ident(name)) IS NOT NULL ORDER BY name`,
  );
  return rows.map((row) => ({ name: row.name, ...upkeepOf(row) }));
}

async function makeAll(client: Queryable, table: KeptTable, now: Date): Promise<number> {
  const { name, timeColumn } = table;
  if (timeColumn === undefined) return 0;
  return await whileLocked(client, async () => {
    const needed = await neededPartitions(client, table, now);
    for (const range of needed) await makePartition(client, { name, timeColumn }, range);
    return needed.length;
  });
}

async function dropAll(client: Queryable, table: KeptTable, now: Date): Promise<number> {
  if (table.partitionBy === undefined) return 0;
  return await whileLocked(client, async () => {
    const expired = await expiredPartitions(client, table, now);
    for (const partition of expired) await dropPartition(client, partition);
    return expired.length;
  });
}

/** Nothing is done where another keeper or an apply is at work. */
async function whileLocked(client: Queryable, act: () => Promise<number>): Promise<number> {
  return await inTransaction(
    client,
    async () => ((await tryLockStore(client)) ? await act() : 0),
    lockSettings,
  );
}

/** A lock that was not to be had in time, or a deadlock that was broken up. */
function isInUse(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === "55P03" || error.code === "40P01");
}
