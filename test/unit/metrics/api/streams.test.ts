import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MetricsUnderTest } from "../../../helpers/metrics-under-test.ts";
import { ServedStore } from "../../../helpers/served-store.ts";

const nowMs = Date.UTC(2026, 0, 15, 12);
const domains = ["live-streams"];

let store: ServedStore;
let metrics: MetricsUnderTest;

beforeAll(async () => {
  store = await ServedStore.start(...domains);
  metrics = await MetricsUnderTest.start({ databaseUrl: store.readerUrl, domains, nowMs });
  await store.upsert("stream_metrics_minute", [
    minute(90, "old", { viewers: 50, chat: 50, usd: "50.00" }),
    minute(3, "chess", { viewers: 5, chat: 1, usd: "10.10" }),
    minute(2, "chess", { viewers: 4, chat: 2, usd: "0.25" }),
    minute(2, "music", { viewers: 3, chat: 9, usd: "0.00" }),
  ]);
  await store.upsert("stream_metrics_minute_final", [
    minute(3, "chess", { viewers: 6, chat: 1, usd: "10.10" }),
  ]);
}, 60_000);
afterAll(async () => {
  await metrics?.[Symbol.asyncDispose]();
  await store?.[Symbol.asyncDispose]();
}, 30_000);

function minute(
  ago: number,
  stream: string,
  { viewers, chat, usd }: { readonly viewers: number; readonly chat: number; readonly usd: string },
) {
  const start = nowMs - ago * 60_000;
  return {
    window_start: new Date(start),
    window_end: new Date(start + 60_000),
    stream_id: stream,
    active_viewers: viewers,
    chat_messages: chat,
    donations_usd: usd,
  };
}

describe("GET /metrics", () => {
  test("answers the minutes of the last hour, the newest first", async () => {
    const rows = await metrics.rows("/metrics");
    expect(rows).toMatchObject([
      { stream_id: "chess", donations_usd: 0.25, is_final: false },
      { stream_id: "music", donations_usd: 0, is_final: false },
      { stream_id: "chess", donations_usd: 10.1, active_viewers: 6, is_final: true },
    ]);
    expect(rows[0]).toMatchObject({
      window_start: "2026-01-15T11:58:00.000Z",
      window_end: "2026-01-15T11:59:00.000Z",
    });
  });

  test("answers one stream, page by page", async () => {
    const first = await metrics.get("/metrics?minutes=120&stream_id=chess&limit=1");
    const second = await metrics.get(
      `/metrics?minutes=120&stream_id=chess&limit=1&cursor=${first.body.next_cursor}`,
    );
    expect(first.body.rows).toMatchObject([{ window_start: "2026-01-15T11:58:00.000Z" }]);
    expect(second.body.rows).toMatchObject([{ window_start: "2026-01-15T11:57:00.000Z" }]);
    expect(second.body.next_cursor).toBeNull();
  });

  test("refuses what it does not know", async () => {
    const { status, body } = await metrics.get("/metrics?minutes=0&stream=chess");
    expect(status).toBe(400);
    expect(body["problems"]).toMatchObject([
      { parameter: "minutes" },
      { parameter: "stream", suggestion: "stream_id" },
    ]);
  });
});

describe("GET /metrics/latest", () => {
  test("answers the newest minute of every stream", async () => {
    expect(await metrics.rows("/metrics/latest")).toMatchObject([
      { stream_id: "chess", window_start: "2026-01-15T11:58:00.000Z" },
      { stream_id: "music", window_start: "2026-01-15T11:58:00.000Z" },
      { stream_id: "old", window_start: "2026-01-15T10:30:00.000Z" },
    ]);
  });

  test("answers that of one stream", async () => {
    expect(await metrics.rows("/metrics/latest?stream_id=old")).toMatchObject([{ chat_messages: 50 }]);
  });
});

describe("GET /streams/top", () => {
  test("ranks by the most viewers of a minute", async () => {
    expect(await metrics.rows("/streams/top")).toMatchObject([
      { stream_id: "chess", active_viewers: 6, chat_messages: 3, donations_usd: 10.35, is_final: false },
      { stream_id: "music", active_viewers: 3, chat_messages: 9, donations_usd: 0 },
    ]);
  });

  test.each([
    ["by=chat_messages&n=1", ["music"]],
    ["by=donations_usd", ["chess", "music"]],
    ["minutes=120&by=donations_usd&n=2", ["old", "chess"]],
  ])("ranks by %s", async (query, streams) => {
    const rows = await metrics.rows(`/streams/top?${query}`);
    expect(rows.map((row) => row["stream_id"])).toEqual(streams);
  });

  test("refuses another measure, and says which there are", async () => {
    const { body } = await metrics.get("/streams/top?by=likes&n=0");
    expect(body["problems"]).toMatchObject([
      { parameter: "by", expected: "one of active_viewers, chat_messages, donations_usd" },
      { parameter: "n", expected: "a whole number from 1 to 1000" },
    ]);
  });
});

describe("where live streams do not run", () => {
  test.each(["/metrics", "/metrics/latest", "/streams/top"])("%s is answered 404, and why", async (path) => {
    await using other = await MetricsUnderTest.start({
      databaseUrl: store.readerUrl,
      domains: ["page-views"],
      nowMs,
    });
    const { status, body } = await other.get(path);
    expect(status).toBe(404);
    expect(body["detail"]).toContain("of the domain live-streams, which does not run here");
  });
});
