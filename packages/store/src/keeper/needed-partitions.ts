import { escapeIdentifier } from "pg";
import type { Queryable } from "../sql.ts";
import type { Upkeep } from "../tables/stored-table.ts";
import { freeRange, type PartitionRange, rangeAt } from "./partition-range.ts";
import { defaultPartition, listPartitions, makePartition } from "./partitions.ts";

/** A table that is kept. */
export interface KeptTable extends Upkeep {
  readonly name: string;
}

/** The partitions that a table lacks: the present one, the next, and those of rows in the default partition that are kept. */
export async function neededPartitions(
  client: Queryable,
  { name, timeColumn, retentionMs, partitionBy: width }: KeptTable,
  now: Date,
): Promise<readonly PartitionRange[]> {
  if (width === undefined || timeColumn === undefined) return [];
  const next = rangeAt(width, rangeAt(width, now).to);
  const since = retentionMs === undefined ? new Date(0) : new Date(now.getTime() - retentionMs);
  const time = escapeIdentifier(timeColumn);
  const { rows } = await client.query<{ at: Date }>(
    `SELECT DISTINCT date_trunc($1, ${time}, 'UTC') AS at FROM ${defaultPartition(name)}
     WHERE ${time} >= $2 AND ${time} < $3 ORDER BY at`,
    [width, since, next.to],
  );
  const needed: PartitionRange[] = [];
  const taken: PartitionRange[] = [...(await listPartitions(client, name))];
  for (const at of [now, next.from, ...rows.map((row) => row.at)]) {
    const range = freeRange(rangeAt(width, at), at, taken);
    if (range === undefined) continue;
    needed.push(range);
    taken.push(range);
  }
  return needed;
}

/** Makes the partitions that a table lacks, within a transaction of the caller's. */
export async function makeNeededPartitions(client: Queryable, kept: KeptTable, now: Date): Promise<void> {
  const { name, timeColumn } = kept;
  if (timeColumn === undefined) return;
  for (const range of await neededPartitions(client, kept, now))
    await makePartition(client, { name, timeColumn }, range);
}
