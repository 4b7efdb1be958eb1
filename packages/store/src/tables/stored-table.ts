import type { PostgresTablePlan } from "@millrace/domain";
import type { Queryable } from "../sql.ts";

/** A table as it is in Postgres. */
export interface StoredTable {
  /** Types by column, in Postgres' own words. */
  readonly columns: ReadonlyMap<string, string>;
  readonly primaryKey: readonly string[];
  /** Names of its indexes. */
  readonly indexes: ReadonlySet<string>;
  readonly isPartitioned: boolean;
  /** Whether its rows are stamped. */
  readonly isStamped: boolean;
  /** How it was last applied; absent of a table of before the store kept it. */
  readonly upkeep?: Upkeep;
}

/** How a table is kept. */
export type Upkeep = Pick<PostgresTablePlan, "timeColumn" | "retentionMs" | "partitionBy">;

interface Row {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly primary_key: readonly string[];
  readonly indexes: readonly string[];
  readonly is_partitioned: boolean;
  readonly is_stamped: boolean;
}

/** The tables of the public schema, partitions left out. */
export async function readTables(client: Queryable): Promise<ReadonlyMap<string, StoredTable>> {
  const [{ rows }, upkeeps] = [await client.query<Row>(tablesSql), await readUpkeeps(client)];
  return new Map(
    rows.map((row) => {
      const upkeep = upkeeps.get(row.name);
      const table: StoredTable = {
        columns: new Map(Object.entries(row.columns)),
        primaryKey: row.primary_key,
        indexes: new Set(row.indexes),
        isPartitioned: row.is_partitioned,
        isStamped: row.is_stamped,
        ...(upkeep === undefined ? {} : { upkeep }),
      };
      return [row.name, table];
    }),
  );
}

const tablesSql = `
SELECT
  relname AS name,
  relkind = 'p' AS is_partitioned,
  (SELECT json_object_agg(attname, format_type(atttypid, atttypmod) ORDER BY attnum)
   FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped) AS columns,
  ARRAY(
    SELECT attname::text
    FROM pg_index
    CROSS JOIN unnest(indkey) WITH ORDINALITY AS key (number, place)
    JOIN pg_attribute ON attrelid = indrelid AND attnum = key.number
    WHERE indrelid = pg_class.oid AND indisprimary
    ORDER BY key.place
  ) AS primary_key,
  ARRAY(
    SELECT index.relname::text FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid
    WHERE indrelid = pg_class.oid
  ) AS indexes,
  EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = 'millrace_stamp') AS is_stamped
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
ORDER BY relname`;

async function readUpkeeps(client: Queryable): Promise<ReadonlyMap<string, Upkeep>> {
  const found = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('millrace_store.store_tables') IS NOT NULL AS exists",
  );
  if (found.rows[0]?.exists !== true) return new Map();
  const { rows } = await client.query<{ name: string } & UpkeepRow>(
    "SELECT name, time_column, retention_ms, partition_by FROM millrace_store.store_tables",
  );
  return new Map(rows.map((row) => [row.name, upkeepOf(row)]));
}

/** A row of millrace_store.store_tables. */
export interface UpkeepRow {
  readonly time_column: string | null;
  readonly retention_ms: string | null;
  readonly partition_by: NonNullable<PostgresTablePlan["partitionBy"]> | null;
}

/** How a recorded table is kept. */
export function upkeepOf({ time_column, retention_ms, partition_by }: UpkeepRow): Upkeep {
  return {
    ...(time_column === null ? {} : { timeColumn: time_column }),
    ...(retention_ms === null ? {} : { retentionMs: Number(retention_ms) }),
    ...(partition_by === null ? {} : { partitionBy: partition_by }),
  };
}
