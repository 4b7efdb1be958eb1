import type { ServedTablePlan } from "@millrace/domain";
import type { Pool, PoolClient } from "pg";
import type { LivePair } from "./live-rows.ts";
import { jsonOf, type JsonRow } from "./row-json.ts";
import type { Snapshot, SnapshotSource, StoredRow } from "./snapshot-source.ts";

/** What reading snapshots takes. */
export interface SnapshotOptions {
  /** Of a role that can read. */
  readonly pool: Pick<Pool, "connect">;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How many rows of one table are read at most, the newest. Default 20,000. */
  readonly maxRows?: number;
}

/** Reads what clients are sent first from Postgres, in one transaction that sees one moment. */
export class PostgresSnapshots implements SnapshotSource {
  readonly #options: SnapshotOptions;

  constructor(options: SnapshotOptions) {
    this.#options = options;
  }

  async read(pairs: readonly LivePair[], minutes: number): Promise<ReadonlyMap<LivePair, Snapshot>> {
    const { pool, now, maxRows = 20_000 } = this.#options;
    const since = new Date(now() - minutes * 60_000);
    const client = await pool.connect();
    let fault: Error | undefined;
    try {
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      const found = new Map<LivePair, Snapshot>();
      for (const pair of pairs) found.set(pair, await readPair(client, pair, { since, maxRows }));
      await client.query("COMMIT");
      return found;
    } catch (error) {
      fault = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      // What a failed transaction leaves behind is not given to others.
      client.release(fault);
    }
  }
}

interface Range {
  readonly since: Date;
  readonly maxRows: number;
}

async function readPair(
  client: PoolClient,
  { table, finalTable }: LivePair,
  range: Range,
): Promise<Snapshot> {
  const own = await readTable(client, snapshotQuery(table, { ...range, shown: table, finalTable }));
  const rows = own.map(storedRow(table, table.finality === "always"));
  const isFull = own.length === range.maxRows;
  if (finalTable === undefined) return { rows, isCut: isFull };
  const final = await readTable(client, snapshotQuery(finalTable, { ...range, shown: table }));
  return {
    rows: [...rows, ...final.map(storedRow(table, true))],
    isCut: isFull || final.length === range.maxRows,
  };
}

type PgRow = Readonly<Record<string, unknown>>;

async function readTable(client: PoolClient, query: SnapshotQuery): Promise<readonly PgRow[]> {
  const { rows } = await client.query<PgRow>({ text: query.text, values: [...query.values] });
  return rows;
}

/** A query with its parameters; identifiers are the plan's. */
export interface SnapshotQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What a query reads. */
export interface SnapshotQueryOptions extends Range {
  /** The table under whose name rows are shown: its columns are read. */
  readonly shown: ServedTablePlan;
  /** The table whose rows are read from it alone. */
  readonly finalTable?: ServedTablePlan | undefined;
}

/**
 * The query of a table's newest rows. Of a table that holds the present state (an upsert result without windows) it reads rows
 * of any age: what has not changed for long still holds.
 */
export function snapshotQuery(
  table: ServedTablePlan,
  { since, maxRows, shown, finalTable }: SnapshotQueryOptions,
): SnapshotQuery {
  const wanted = new Set([...shown.columns.map(({ name }) => name), ...shown.primaryKey]);
  const columns = [...wanted, "as_of", "kafka_partition", "kafka_offset"].map((name) => `t.${quote(name)}`);
  const time = table.timeColumn === undefined ? undefined : `t.${quote(table.timeColumn)}`;
  const isState = table.changelogMode === "upsert" && !table.isWindow;
  const conditions = [
    ...(time === undefined || isState ? [] : [`${time} >= $2`]),
    ...(finalTable === undefined ? [] : [withoutFinal(finalTable, shown.primaryKey)]),
  ];
  const lines = [
    `SELECT ${columns.join(", ")}`,
    `FROM ${quote(table.postgresTable)} AS t`,
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join(" AND ")}`]),
    ...(time === undefined ? [] : [`ORDER BY ${time} DESC`]),
    "LIMIT $1",
  ];
  const hasTime = conditions[0]?.endsWith("$2") === true;
  return { text: lines.join("\n"), values: hasTime ? [maxRows, since] : [maxRows] };
}

function withoutFinal({ postgresTable }: ServedTablePlan, primaryKey: readonly string[]): string {
  const same = primaryKey.map((name) => `f.${quote(name)} = t.${quote(name)}`).join(" AND ");
  return `NOT EXISTS (SELECT 1 FROM ${quote(postgresTable)} AS f WHERE ${same})`;
}

/** How rows of a table are shown. */
function storedRow(shown: ServedTablePlan, isFinal: boolean): (row: PgRow) => StoredRow {
  const columns = shown.columns.map(({ name, type }) => [name, jsonOf(type)] as const);
  const types = new Map(columns);
  const identity = shown.primaryKey.map((name) => [name, types.get(name) ?? jsonOf("text")] as const);
  const time = jsonOf("timestamptz");
  return (row) => {
    const shownRow: JsonRow = {
      ...Object.fromEntries(columns.map(([name, json]) => [name, json(row[name])])),
      as_of: time(row["as_of"]),
      is_final: isFinal,
    };
    return {
      identity: JSON.stringify(identity.map(([name, json]) => json(row[name]))),
      json: JSON.stringify(shownRow),
      isFinal,
      partition: numberOf(row["kafka_partition"]),
      offset: numberOf(row["kafka_offset"]),
    };
  };
}

function numberOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
