import { join } from "node:path";
import { compileDomain, loadDomainFolder } from "@millrace/domain";
import { applyTables, migrateStore } from "@millrace/store";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PostgresNode } from "../../helpers/postgres-node.ts";

/** A step of a plan as EXPLAIN answers it. */
interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly Plans?: readonly PlanNode[];
}

const root = join(import.meta.dirname, "..", "..", "..");
const { postgresTables } = compileDomain(loadDomainFolder(root, "live-streams"), { stage: "test" });
const today = new Date().toISOString().slice(0, 10);
const partition = `stream_metrics_minute_p${today.replaceAll("-", "")}`;

let node: PostgresNode;
let client: pg.Client;
beforeAll(async () => {
  node = await PostgresNode.start();
  client = new pg.Client({ connectionString: (await node.database()).url });
  await client.connect();
  await migrateStore(client);
  await applyTables(client, postgresTables);
  await fillDay();
}, 60_000);
afterAll(async () => {
  await client.end();
  await node[Symbol.asyncDispose]();
}, 60_000);

/** 60 streams in each minute of the day. */
async function fillDay(): Promise<void> {
  await client.query(
    `INSERT INTO stream_metrics_minute
       (window_start, stream_id, window_end, active_viewers, chat_messages, donations_usd)
     SELECT minute, 'stream-' || stream, minute + interval '1 minute', 1, 1, 1
     FROM generate_series($1::timestamptz, $1::timestamptz + interval '1439 minutes', '1 minute') AS minute,
       generate_series(1, 60) AS stream`,
    [`${today}T00:00:00Z`],
  );
  await client.query("ANALYZE");
}

/** How the rows of the day are found, step by step. */
async function stepsOf(sql: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ "QUERY PLAN": readonly [{ readonly Plan: PlanNode }] }>(
    `EXPLAIN (FORMAT JSON) ${sql}`,
  );
  const all = (each: PlanNode): readonly PlanNode[] => [each, ...(each.Plans ?? []).flatMap(all)];
  const nodes = rows.flatMap((row) => all(row["QUERY PLAN"][0].Plan));
  return nodes
    .filter((each) => each["Relation Name"] === partition || each["Index Name"]?.startsWith(partition))
    .map((each) => `${each["Node Type"]} ${each["Index Name"] ?? ""}`.trim());
}

const [noon, one] = [`'${today}T12:00:00Z'`, `'${today}T13:00:00Z'`];
const inRange = `window_start >= ${noon} AND window_start < ${one}`;

describe("an index finds", () => {
  test.each([
    [
      "the newest rows",
      "SELECT * FROM stream_metrics_minute ORDER BY window_start DESC, stream_id LIMIT 100",
    ],
    [
      "the rows of a range",
      `SELECT * FROM stream_metrics_minute WHERE ${inRange} ORDER BY window_start DESC, stream_id LIMIT 100`,
    ],
    [
      "a group's rows of a range",
      `SELECT * FROM stream_metrics_minute WHERE ${inRange} AND stream_id = 'stream-7' ORDER BY window_start DESC`,
    ],
    [
      "a group's newest row",
      "SELECT * FROM stream_metrics_minute WHERE stream_id = 'stream-7' ORDER BY window_start DESC LIMIT 1",
    ],
    [
      "the best of a range",
      `SELECT stream_id, sum(chat_messages) FROM stream_metrics_minute WHERE ${inRange} GROUP BY 1 ORDER BY 2 DESC LIMIT 10`,
    ],
    [
      "which provisional rows of a range are final",
      `SELECT * FROM stream_metrics_minute AS p LEFT JOIN stream_metrics_minute_final AS f USING (window_start, stream_id)
       WHERE p.window_start >= ${noon} AND p.window_start < ${one}`,
    ],
  ])("%s", async (_, sql) => {
    const steps = await stepsOf(sql);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter((step) => step.startsWith("Seq Scan"))).toEqual([]);
  });

  test("each group's newest row, along the index of groups", async () => {
    const sql =
      "SELECT DISTINCT ON (stream_id) * FROM stream_metrics_minute ORDER BY stream_id, window_start DESC";
    expect(await stepsOf(sql)).toEqual([`Index Scan ${partition}_stream_id_window_start_idx`]);
  });
});
