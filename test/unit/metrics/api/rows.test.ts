import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MetricsUnderTest } from "../../../helpers/metrics-under-test.ts";
import { ServedStore } from "../../../helpers/served-store.ts";

const nowMs = Date.UTC(2026, 0, 15, 12);
const counts = "/api/rows/page-views/page_view_counts";

let store: ServedStore;
let metrics: MetricsUnderTest;

beforeAll(async () => {
  store = await ServedStore.start("page-views");
  metrics = await MetricsUnderTest.start({ databaseUrl: store.readerUrl, domains: ["page-views"], nowMs });
}, 60_000);
afterAll(async () => {
  await metrics?.[Symbol.asyncDispose]();
  await store?.[Symbol.asyncDispose]();
}, 30_000);
beforeEach(() => store.empty("page_view_counts", "page_view_counts_final"));

/** A window of a minute that begins so many minutes before now. */
function view(minutesAgo: number, postcode: string, count: number) {
  const start = nowMs - minutesAgo * 60_000;
  return {
    window_start: new Date(start),
    window_end: new Date(start + 60_000),
    postcode,
    page_view_count: count,
    aggregate_interval: "PT1M",
    is_final: false,
    kafka_partition: 0,
    kafka_offset: 0,
  };
}

/** The counts that a query answers, by minute and postcode. */
async function told(query = ""): Promise<readonly string[]> {
  const rows = await metrics.rows(`${counts}${query}`);
  return rows.map(
    (row) =>
      `${String(row["window_start"]).slice(11, 16)} ${row["postcode"]} ${row["page_view_count"]}` +
      (row["is_final"] === true ? " final" : ""),
  );
}

describe("rows", () => {
  beforeEach(async () => {
    await store.upsert("page_view_counts", [
      view(3, "SW19", 1),
      view(3, "M1", 2),
      view(2, "SW19", 3),
      view(1, "EC1A", 4),
    ]);
    await store.upsert("page_view_counts_final", [view(3, "SW19", 10)]);
  });

  test("come newest window first, final ones over provisional", async () => {
    expect(await told()).toEqual(["11:59 EC1A 4", "11:58 SW19 3", "11:57 M1 2", "11:57 SW19 10 final"]);
  });

  test("say their window, finality and when they were learned", async () => {
    const [row] = await metrics.rows(`${counts}?columns=page_view_count&postcode=M1`);
    expect(row).toEqual({
      page_view_count: 2,
      window_start: "2026-01-15T11:57:00.000Z",
      window_end: "2026-01-15T11:58:00.000Z",
      is_final: false,
      as_of: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  test.each([
    ["?final=true", ["11:57 SW19 10 final"]],
    ["?final=false", ["11:59 EC1A 4", "11:58 SW19 3", "11:57 M1 2"]],
    ["?minutes=2", ["11:59 EC1A 4", "11:58 SW19 3"]],
    ["?from=2026-01-15T11:57:00Z&to=2026-01-15T11:58:00Z", ["11:57 M1 2", "11:57 SW19 10 final"]],
    ["?from=2026-01-15T12:58:00%2B01:00", ["11:59 EC1A 4", "11:58 SW19 3"]],
    ["?postcode=M1&postcode=EC1A", ["11:59 EC1A 4", "11:57 M1 2"]],
    ["?postcode.ne=SW19", ["11:59 EC1A 4", "11:57 M1 2"]],
    ["?page_view_count.gte=3&page_view_count.lt=10", ["11:59 EC1A 4", "11:58 SW19 3"]],
    ["?order=-page_view_count&limit=2", ["11:57 SW19 10 final", "11:59 EC1A 4"]],
    ["?order=postcode,-window_start", ["11:59 EC1A 4", "11:57 M1 2", "11:58 SW19 3", "11:57 SW19 10 final"]],
    ["?latest=true", ["11:59 EC1A 4", "11:57 M1 2", "11:58 SW19 3"]],
    ["?latest=true&final=true", ["11:57 SW19 10 final"]],
  ])("are chosen by %s", async (query, expected) => {
    expect(await told(query)).toEqual(expected);
  });

  test("of the final table are all final", async () => {
    const rows = await metrics.rows("/api/rows/page-views/page_view_counts_final");
    expect(rows).toMatchObject([{ page_view_count: 10, is_final: true }]);
  });

  test("come with the lags of their domain, also as headers", async () => {
    const { body, headers } = await metrics.get(counts);
    expect(body).toMatchObject({
      domain: "page-views",
      table: "page_view_counts",
      next_cursor: null,
      as_of: "2026-01-15T12:00:00.000Z",
      event_time_lag_ms: 1500,
      processing_lag_ms: 0,
      newest_event_at: "2026-01-15T11:59:58.500Z",
    });
    expect(headers.get("millrace-event-time-lag-ms")).toBe("1500");
    expect(headers.get("cache-control")).toBe("no-cache");
  });
});

describe("pages", () => {
  test("follow each other while rows are written", async () => {
    await store.upsert(
      "page_view_counts",
      [5, 4, 3, 2, 1].map((minute) => view(minute, "SW19", minute)),
    );
    const seen: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const search: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { body } = await metrics.get(`${counts}?minutes=60&limit=2${search}`);
      seen.push(...body.rows.map((row) => row["page_view_count"]));
      cursor = body.next_cursor;
      await store.upsert("page_view_counts", [view(0, "SW19", 100), view(0, `N${seen.length}`, 100)]);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  test("follow the order that is asked for, ties by key", async () => {
    await store.upsert(
      "page_view_counts",
      ["A", "B", "C", "D"].map((postcode) => view(1, postcode, 7)),
    );
    const first = await metrics.get(`${counts}?order=-page_view_count&limit=3`);
    const second = await metrics.rows(
      `${counts}?order=-page_view_count&limit=3&cursor=${first.body.next_cursor}`,
    );
    expect(first.body.rows.map((row) => row["postcode"])).toEqual(["A", "B", "C"]);
    expect(second.map((row) => row["postcode"])).toEqual(["D"]);
  });

  test("of groups follow each other too", async () => {
    await store.upsert(
      "page_view_counts",
      ["A", "B", "C"].map((postcode) => view(1, postcode, 7)),
    );
    const query = `${counts}?group_by=postcode&sum=page_view_count&order=-sum.page_view_count&limit=2`;
    const first = await metrics.get(query);
    const second = await metrics.rows(`${query}&cursor=${first.body.next_cursor}`);
    expect(second).toMatchObject([{ postcode: "C", "sum.page_view_count": 7 }]);
  });

  test("of the newest row of each group follow each other", async () => {
    await store.upsert("page_view_counts", [
      view(2, "A", 1),
      view(1, "A", 2),
      view(5, "B", 3),
      view(1, "C", 4),
    ]);
    const first = await metrics.get(`${counts}?latest=true&limit=2`);
    const second = await metrics.rows(`${counts}?latest=true&limit=2&cursor=${first.body.next_cursor}`);
    const ranked = await metrics.rows(`${counts}?latest=true&limit=2&order=-page_view_count`);
    const told = [first.body.rows, second, ranked].map((rows) => rows.map((row) => row["page_view_count"]));
    expect(told).toEqual([[2, 3], [4], [4, 3]]);
  });

  test("of another query are refused", async () => {
    await store.upsert("page_view_counts", [view(1, "A", 1), view(1, "B", 1)]);
    const { body } = await metrics.get(`${counts}?limit=1`);
    const { status, body: problem } = await metrics.get(
      `${counts}?limit=1&postcode=B&cursor=${body.next_cursor}`,
    );
    expect(status).toBe(400);
    expect(problem["problems"]).toMatchObject([
      { parameter: "cursor", expected: "next_cursor of an answer to this same query" },
    ]);
  });
});

describe("groups", () => {
  beforeEach(async () => {
    await store.upsert("page_view_counts", [
      view(70, "SW19", 1),
      view(65, "SW19", 2),
      view(2, "SW19", 3),
      view(2, "M1", 30),
    ]);
    await store.upsert("page_view_counts_final", [view(70, "SW19", 10)]);
  });

  test("are summed up, and say from when to when and whether they are final", async () => {
    const [row] = await metrics.rows(
      `${counts}?group_by=postcode&sum=page_view_count&count=true&postcode=SW19`,
    );
    expect(row).toEqual({
      postcode: "SW19",
      "sum.page_view_count": 15,
      count: 3,
      window_start: "2026-01-15T10:50:00.000Z",
      window_end: "2026-01-15T11:59:00.000Z",
      is_final: false,
      as_of: expect.any(String),
    });
  });

  test("are ranked by top", async () => {
    const rows = await metrics.rows(`${counts}?group_by=postcode&top=1&by=sum.page_view_count`);
    expect(rows).toMatchObject([{ postcode: "M1", "sum.page_view_count": 30 }]);
  });

  test("of hours begin with the hour in UTC", async () => {
    const rows = await metrics.rows(`${counts}?group_by=time.hour&max=page_view_count&avg=page_view_count`);
    expect(rows).toMatchObject([
      { bucket_start: "2026-01-15T10:00:00.000Z", "max.page_view_count": 10, "avg.page_view_count": 6 },
      { bucket_start: "2026-01-15T11:00:00.000Z", "max.page_view_count": 30, "avg.page_view_count": 16.5 },
    ]);
  });

  test("without a column are one row", async () => {
    const rows = await metrics.rows(`${counts}?sum=page_view_count`);
    expect(rows).toMatchObject([{ "sum.page_view_count": 45, is_final: false }]);
  });
});
