import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MetricsUnderTest } from "../../../helpers/metrics-under-test.ts";
import { ServedStore } from "../../../helpers/served-store.ts";

const nowMs = Date.UTC(2026, 0, 15, 12);
const alerts = "/api/rows/iot/device_alerts";
const metricsOfStreams = "/api/rows/live-streams/stream_metrics_minute";

let store: ServedStore;
let metrics: MetricsUnderTest;

beforeAll(async () => {
  const domains = ["iot", "live-streams", "user-events"];
  store = await ServedStore.start(...domains);
  metrics = await MetricsUnderTest.start({ databaseUrl: store.readerUrl, domains, nowMs });
  await store.upsert("device_alerts", [
    alert("r1", { device_id: "=HYPERLINK(1)", measured: -5.5 }),
    alert("r2", { device_id: 'say "hi", twice', measured: Number.NaN }),
  ]);
}, 60_000);
afterAll(async () => {
  await metrics?.[Symbol.asyncDispose]();
  await store?.[Symbol.asyncDispose]();
}, 30_000);

function alert(id: string, more: Readonly<Record<string, unknown>>) {
  const read = new Date(nowMs - 60_000);
  return { reading_id: id, site: "north", reason: "too hot", threshold: 30, read_at: read, ...more };
}

function streamMinute(streamId: string, donations: string, viewers = "1") {
  const start = new Date(nowMs - 60_000);
  return {
    window_start: start,
    window_end: new Date(nowMs),
    stream_id: streamId,
    active_viewers: viewers,
    chat_messages: 0,
    donations_usd: donations,
  };
}

describe("CSV", () => {
  const columns = "columns=device_id,measured,read_at&order=reading_id";

  test("has a header, quotes what has to be, and leaves null empty", async () => {
    const { body, headers } = await metrics.get(`${alerts}?${columns}&reading_id=r2&format=csv`);
    const [header, row, end] = body.text.split("\r\n");
    expect(header).toBe("device_id,measured,read_at,is_final,as_of");
    expect(row).toMatch(/^"say ""hi"", twice",,2026-01-15T11:59:00.000Z,true,2\d{3}-/);
    expect(end).toBe("");
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(headers.get("millrace-processing-lag-ms")).toBe("0");
    expect(headers.get("vary")).toBe("Accept");
  });

  test("makes formulas harmless, and leaves negative numbers alone", async () => {
    const { body } = await metrics.get(`${alerts}?${columns}&reading_id=r1`, { Accept: "text/csv" });
    expect(body.text.split("\r\n")[1]).toMatch(/^'=HYPERLINK\(1\),-5.5,/);
  });

  test("says in a header where the next page is", async () => {
    const { body, headers } = await metrics.get(`${alerts}?${columns}&limit=1&format=csv`);
    const next = await metrics.rows(
      `${alerts}?${columns}&limit=1&cursor=${headers.get("millrace-next-cursor")}`,
    );
    expect(body.text).toContain("HYPERLINK");
    expect(next).toMatchObject([{ device_id: 'say "hi", twice' }]);
  });
});

describe("an entity tag", () => {
  test("holds while the rows do, and goes with them", async () => {
    const { headers } = await metrics.get(`${alerts}?limit=1`);
    const again = { "If-None-Match": headers.get("etag") ?? "" };
    const unchanged = await metrics.get(`${alerts}?limit=1`, again);
    expect([unchanged.status, unchanged.headers.get("millrace-event-time-lag-ms")]).toEqual([304, "1500"]);
    expect((await metrics.get(`${alerts}?limit=1&format=csv`, again)).status).toBe(200);
    await store.upsert("device_alerts", [alert("r0", { device_id: "d", measured: 1 })]);
    expect((await metrics.get(`${alerts}?limit=1`, again)).status).toBe(200);
  });
});

describe("numbers", () => {
  test("are exact: as numbers where that holds them, else as text", async () => {
    await store.upsert("stream_metrics_minute", [
      streamMinute("a", "19.99"),
      streamMinute("b", "9999999999999999.99", "9007199254740993"),
    ]);
    expect(await metrics.rows(`${metricsOfStreams}?order=stream_id`)).toMatchObject([
      { donations_usd: 19.99, active_viewers: 1 },
      { donations_usd: "9999999999999999.99", active_viewers: "9007199254740993" },
    ]);
  });

  test("that are none are null", async () => {
    expect(await metrics.rows(`${alerts}?reading_id=r2`)).toMatchObject([{ measured: null }]);
  });
});

describe("tables with a personal key", () => {
  test("are paged without showing it", async () => {
    const profiles = ["ann", "bob", "cid"].map((user, at) => ({
      user_id: user,
      first_seen_at: new Date(nowMs),
      last_seen_at: new Date(nowMs),
      event_count: at,
      purchase_count: 0,
      spent_cents: 0,
      last_device: "mobile",
      kafka_partition: 0,
      kafka_offset: at,
    }));
    await store.upsert("user_profiles", profiles);
    const first = await metrics.get("/api/rows/user-events/user_profiles?limit=2");
    const cursor = first.body.next_cursor ?? "";
    const second = await metrics.rows(`/api/rows/user-events/user_profiles?limit=2&cursor=${cursor}`);
    const shown = JSON.stringify([first.body, second, Buffer.from(cursor, "base64url").toString()]);
    expect([...first.body.rows, ...second].map((row) => row["event_count"])).toEqual([0, 1, 2]);
    expect(shown).not.toMatch(/ann|bob|cid|user_id/);
  });
});
