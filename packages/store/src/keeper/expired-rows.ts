import { escapeIdentifier } from "pg";
import { inTransaction, type Queryable } from "../sql.ts";
import type { KeptTable } from "./needed-partitions.ts";
import { defaultPartition, listPartitions, type Partition, partitionName } from "./partitions.ts";

/** So many rows are deleted in one transaction. */
const batchRows = 5_000;

/** The partitions whose rows have all been kept long enough: by their time, and since they came. */
export async function expiredPartitions(
  client: Queryable,
  { name, retentionMs }: KeptTable,
  now: Date,
): Promise<readonly Partition[]> {
  if (retentionMs === undefined) return [];
  const since = new Date(now.getTime() - retentionMs);
  const past = (await listPartitions(client, name)).filter(({ to }) => to <= since);
  const expired: Partition[] = [];
  for (const partition of past) {
    const { rows } = await client.query(
      `SELECT FROM ${partitionName(partition.name)} WHERE as_of >= $1 LIMIT 1`,
      [since],
    );
    if (rows.length === 0) expired.push(partition);
  }
  return expired;
}

/** Drops a partition with its rows. */
export async function dropPartition(client: Queryable, { name }: Partition): Promise<void> {
  await client.query(`DROP TABLE ${partitionName(name)}`);
}

/**
 * Deletes the rows that have been kept long enough from a table without partitions, or from the default partition, some at a
 * time so that nobody waits for long.
 * @returns how many
 */
export async function deleteExpiredRows(
  client: Queryable,
  { name, timeColumn, retentionMs, partitionBy }: KeptTable,
  { now, settings }: { readonly now: Date; readonly settings: Readonly<Record<string, string>> },
): Promise<number> {
  if (retentionMs === undefined) return 0;
  const since = new Date(now.getTime() - retentionMs);
  const table = partitionBy === undefined ? escapeIdentifier(name) : defaultPartition(name);
  // A time that is still to come says nothing of how long the row has been there.
  const isPast = timeColumn === undefined ? "" : `AND ${escapeIdentifier(timeColumn)} NOT BETWEEN $1 AND $2`;
  const values = timeColumn === undefined ? [since] : [since, now];
  const sql = `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM ${table} WHERE as_of < $1 ${isPast} LIMIT ${batchRows}))`;
  for (let deleted = 0; ;) {
    const { rowCount } = await inTransaction(client, () => client.query(sql, values), settings);
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < batchRows) return deleted;
  }
}
