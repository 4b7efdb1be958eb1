import { boundedName } from "@millrace/domain";
import { escapeIdentifier } from "pg";
import { nameList, type Queryable } from "../sql.ts";
import type { PartitionRange } from "./partition-range.ts";

/** The schema that holds partitions. */
const schema = "millrace_partitions";

/** A partition of a table. */
export interface Partition extends PartitionRange {
  readonly name: string;
}

/** A partition in SQL. */
export function partitionName(name: string): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
}

/** The partition that holds the rows for which there is no other. */
export function defaultPartition(table: string): string {
  return partitionName(boundedName(table, "default"));
}

/** The partitions of a table, by time, without the default one; the session's time zone has to be UTC. */
export async function listPartitions(client: Queryable, table: string): Promise<readonly Partition[]> {
  const { rows } = await client.query<{ name: string; bound: string }>(
    `SELECT relname AS name, pg_get_expr(relpartbound, pg_class.oid) AS bound
     FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = to_regclass('public.' || quote_ident($1))`,
    [table],
  );
  return rows
    .flatMap(({ name, bound }) => {
      const times = /FROM \('([^']+)'\) TO \('([^']+)'\)/.exec(bound);
      if (times?.[1] === undefined || times[2] === undefined) return [];
      return [{ name, from: toDate(times[1]), to: toDate(times[2]) }];
    })
    .sort((a, b) => a.from.getTime() - b.from.getTime());
}

/** Makes the default partition of a table that has none. */
export async function makeDefaultPartition(client: Queryable, table: string): Promise<void> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${defaultPartition(table)} PARTITION OF ${escapeIdentifier(table)} DEFAULT`,
  );
}

/**
 * Makes a partition, and moves the rows there that lie in the default one. Writers wait meanwhile, so that none of them finds
 * the default partition where its row no longer belongs; readers wait for the last step only.
 */
export async function makePartition(
  client: Queryable,
  { name: table, timeColumn }: { readonly name: string; readonly timeColumn: string },
  { from, to }: PartitionRange,
): Promise<void> {
  const [parent, time] = [escapeIdentifier(table), escapeIdentifier(timeColumn)];
  const partition = partitionName(boundedName(table, `p${stampOf(from)}`));
  await client.query(`LOCK TABLE ${parent} IN SHARE ROW EXCLUSIVE MODE`);
  await client.query(`CREATE TABLE ${partition} (LIKE ${parent} INCLUDING DEFAULTS INCLUDING GENERATED)`);
  const columns = nameList(await columnsOf(client, table));
  await client.query(
    `WITH moved AS (DELETE FROM ${defaultPartition(table)} WHERE ${time} >= $1 AND ${time} < $2 RETURNING ${columns})
     INSERT INTO ${partition} (${columns}) SELECT ${columns} FROM moved`,
    [from, to],
  );
  await client.query(
    `ALTER TABLE ${parent} ATTACH PARTITION ${partition} FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`,
  );
}

async function columnsOf(client: Queryable, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = to_regclass('public.' || quote_ident($1)) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** `20260115` or `20260115t10`; partitions of an older width may begin at the same hour, but not at the same time. */
function stampOf(time: Date): string {
  const [day, clock] = time.toISOString().split("T") as [string, string];
  const hour = clock.slice(0, 2);
  return `${day.replaceAll("-", "")}${hour === "00" ? "" : `t${hour}`}`;
}

/** `2026-01-15 00:00:00+00` */
function toDate(text: string): Date {
  return new Date(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
}
