import { keepPartitions } from "@millrace/store";
import pg from "pg";
import { streamCount } from "./dashboard-queries.ts";

/** A table that is filled. */
export interface FillOrder {
  readonly url: string;
  readonly keeperUrl: string;
  readonly table: string;
  /** Minutes that each stream has a row of, the newest first. */
  readonly minutes: number;
  /** How many of the newest are left out, as those that are not final yet. */
  readonly openMinutes: number;
}

/** What a row of a minute `m` and a stream `s` holds, by the name of the column; others are numbers. */
const expressions: Readonly<Record<string, string>> = {
  window_start: "m",
  window_end: "m + interval '1 minute'",
  as_of: "m + interval '1 minute'",
  stream_id: "'stream-' || lpad(s::text, 4, '0')",
  kafka_partition: "s % 2",
  kafka_offset: "extract(epoch FROM m)::bigint / 60",
  donations_usd: "(random() * 10000)::int / 100.0",
};

/** Gives each stream a row a minute; resolves with how many there are. What triggers do at a write is left out: it takes minutes. */
export async function fillTable(order: FillOrder): Promise<number> {
  const { url, keeperUrl, table, minutes, openMinutes } = order;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET session_replication_role = replica");
    await client.query("SET maintenance_work_mem = '512MB'");
    // A row a day first, for which the keeper makes the partitions: moving all rows out of the default one takes minutes.
    const days = { step: "1 day", streams: 1, minutes, openMinutes };
    await insertRows(client, table, days);
    await makePartitions(keeperUrl);
    await insertRows(client, table, { step: "1 minute", streams: streamCount, minutes, openMinutes });
    await client.query(`VACUUM (ANALYZE) ${table}`);
    await client.query("CHECKPOINT");
    const { rows } = await client.query<{ readonly count: string }>(`SELECT count(*) FROM ${table}`);
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}

interface RowGrid {
  readonly step: string;
  readonly streams: number;
  readonly minutes: number;
  readonly openMinutes: number;
}

async function insertRows(
  client: pg.Client,
  table: string,
  { step, streams, minutes, openMinutes }: RowGrid,
): Promise<void> {
  const columns = await columnsOf(client, table);
  const values = columns.map((name) => expressions[name] ?? "(random() * 1000)::bigint");
  await client.query(
    `INSERT INTO ${table} (${columns.join(", ")}) SELECT ${values.join(", ")} ` +
      `FROM generate_series(date_trunc('minute', now()) - $1::int * interval '1 minute', ` +
      `date_trunc('minute', now()) - $2::int * interval '1 minute', $3::interval) AS m, ` +
      `generate_series(0, $4::int) AS s ON CONFLICT DO NOTHING`,
    [minutes - 1 + openMinutes, openMinutes, step, streams - 1],
  );
}

async function makePartitions(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await keepPartitions(client);
  } finally {
    await client.end();
  }
}

async function columnsOf(client: pg.Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly column_name: string }>(
    "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER'",
    [table],
  );
  return rows.map(({ column_name: name }) => name);
}
