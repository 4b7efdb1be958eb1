import { expect, inject, test } from "vitest";
import { restartMetrics } from "../helpers/engine-outage.ts";
import { EventStream } from "../helpers/event-stream.ts";
import { askMetrics } from "../helpers/metrics-api.ts";
import { PageViewRun } from "../helpers/page-view-run.ts";

const stack = inject("stack");
const patience = { timeout: 60_000, interval: 100 };
const query = "domain=page-views&minutes=525600";

/** What a stream has sent of a postcode's counts, in order. */
function countsOf(stream: EventStream, postcode: string): readonly unknown[] {
  return stream
    .rows("page_view_counts")
    .filter((row) => row["postcode"] === postcode)
    .map((row) => row["page_view_count"]);
}

test("a posted page view reaches an open stream", async () => {
  const run = await PageViewRun.begin(stack);
  await using stream = await EventStream.open(stack, { query });
  await run.post([run.view(run.postcodes.unicode, run.at(0))]);
  await expect.poll(() => countsOf(stream, run.postcodes.unicode), patience).toEqual([1]);
});

test("a stream goes on where it was after the app has restarted", async () => {
  const run = await PageViewRun.begin(stack);
  const { left, right } = run.postcodes;
  const first = await EventStream.open(stack, { query });
  await run.post([run.view(left, run.at(0)), run.view(right, run.at(0))]);
  await expect.poll(() => [countsOf(first, left), countsOf(first, right)], patience).toEqual([[1], [1]]);
  await first[Symbol.asyncDispose]();
  await run.post([run.view(left, run.at(0, 1))]);
  await restartMetrics(stack, "SIGKILL");
  await using second = await EventStream.open(stack, { query, lastEventId: first.lastEventId });
  await expect.poll(() => countsOf(second, left), patience).toEqual([2]);
  await run.post([run.view(right, run.at(0, 2))]);
  await expect.poll(() => countsOf(second, right), patience).toEqual([2]);
  expect(second.events()).not.toContain("backfill");
  expect(second.events()).not.toContain("reset");
  expect(countsOf(second, left)).toEqual([2]);
});

test("a backfill has the rows that a query answers", async () => {
  const path = "/api/rows/page-views/page_view_counts?minutes=525600&limit=10000";
  const isStored = async () => (await askMetrics(stack, "/api/pipeline")).body["domains"];
  await expect.poll(isStored, patience).toMatchObject([{ name: "page-views", processing_lag_ms: 0 }]);
  const { rows } = await askMetrics(stack, path);
  await using stream = await EventStream.open(stack, {
    query: "tables=page-views/page_view_counts&minutes=525600",
  });
  await expect.poll(() => stream.events(), patience).toContain("rows");
  const sent = stream.frames
    .filter(({ event }) => event === "backfill")
    .flatMap(({ data }) => data.rows ?? []);
  const byKey = (row: (typeof rows)[number]) => `${String(row["window_start"])} ${String(row["postcode"])}`;
  const sorted = (all: typeof rows) => all.toSorted((a, b) => byKey(a).localeCompare(byKey(b)));
  const withoutAsOf = (all: typeof rows) => sorted(all).map(({ as_of: _, ...row }) => row);
  expect(withoutAsOf(sent)).toEqual(withoutAsOf(rows));
});

test("every part of a running pipeline is up", async () => {
  const partsOf = async () => {
    const { body } = await askMetrics(stack, "/api/pipeline");
    return (body["parts"] as readonly { readonly name: string; readonly status: string }[]).map(
      ({ name, status }) => `${name} ${status}`,
    );
  };
  await expect
    .poll(partsOf, patience)
    .toEqual(["publisher UP", "kafka UP", "flink UP", "connect UP", "store UP"]);
});

test("a stream that is asked for wrongly is told everything at once", async () => {
  const { status, body } = await askMetrics(stack, "/events?tables=page-views/page_view_count&minutes=0");
  expect(status).toBe(400);
  expect(body["problems"]).toMatchObject([
    { parameter: "tables", suggestion: "page-views/page_view_counts" },
    { parameter: "minutes" },
  ]);
});
