import { Secret, silentLog } from "@millrace/common";
import { postgresAccess } from "@millrace/engines";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Database } from "../../../../apps/metrics/src/database/database.ts";
import { MetricsUnderTest } from "../../../helpers/metrics-under-test.ts";
import { ServedStore } from "../../../helpers/served-store.ts";
import { TcpGate } from "../../../helpers/tcp-gate.ts";

const nowMs = Date.UTC(2026, 0, 15, 12);
const counts = "/api/rows/page-views/page_view_counts_final";
const domains = ["page-views"];

let store: ServedStore;
beforeAll(async () => {
  store = await ServedStore.start("page-views");
}, 60_000);
afterAll(async () => await store?.[Symbol.asyncDispose](), 30_000);

describe("a database that is away", () => {
  test("is answered 503, and rows come again with it", async () => {
    const url = new URL(store.readerUrl);
    await using gate = await TcpGate.before(url.hostname, Number(url.port));
    url.port = String(gate.port);
    await using metrics = await MetricsUnderTest.start({ databaseUrl: url.href, domains, nowMs });
    expect((await metrics.get(counts)).status).toBe(200);

    await gate.shut();
    const { status, headers, body } = await metrics.get(counts);
    expect({ status, retry: headers.get("retry-after"), code: body["code"] }).toEqual({
      status: 503,
      retry: "2",
      code: "DATABASE_UNAVAILABLE",
    });
    expect((await metrics.get("/health/ready")).status).toBe(503);
    expect((await metrics.get("/health/live")).status).toBe(200);

    await gate.open();
    expect((await metrics.get(counts)).status).toBe(200);
    expect((await metrics.get("/health/ready")).status).toBe(200);
  });

  test("that cuts its connections is connected to anew", async () => {
    await using metrics = await MetricsUnderTest.start({ databaseUrl: store.readerUrl, domains, nowMs });
    await metrics.rows(counts);
    await store.client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'millrace-metrics'",
    );
    const statuses = [(await metrics.get(counts)).status, (await metrics.get(counts)).status];
    // The first may find its connection cut under it.
    expect(statuses.at(-1)).toBe(200);
  });

  test("without the tables that are served is answered 503", async () => {
    await using metrics = await MetricsUnderTest.start({
      databaseUrl: store.readerUrl,
      domains: ["page-views", "iot"],
      nowMs,
    });
    const { status, body } = await metrics.get("/api/rows/iot/device_alerts");
    expect([status, body["code"], body["title"]]).toEqual([
      503,
      "DATABASE_UNAVAILABLE",
      "The table is not ready",
    ]);
  });
});

describe("a database that is slow", () => {
  test("is stopped in time, and answered 503", async () => {
    await using metrics = await MetricsUnderTest.start({
      databaseUrl: store.readerUrl,
      domains,
      nowMs,
      database: { statementTimeoutMs: 100 },
    });
    await using _lock = await store.lock("page_view_counts_final");
    const { status, headers, body } = await metrics.get(counts);
    expect({ status, retry: headers.get("retry-after"), code: body["code"], detail: body["detail"] }).toEqual(
      {
        status: 503,
        retry: "5",
        code: "QUERY_TIMEOUT",
        detail: expect.stringContaining("stopped after 100 ms"),
      },
    );
  });

  test("takes no more queries than may wait for it", async () => {
    await using metrics = await MetricsUnderTest.start({
      databaseUrl: store.readerUrl,
      domains,
      nowMs,
      database: { poolMax: 1, maxWaiting: 1, statementTimeoutMs: 1_000 },
    });
    await using _lock = await store.lock("page_view_counts_final");
    const answers = await Promise.all([1, 2, 3, 4].map(() => metrics.get(counts)));
    const codes = answers.map(({ body }) => String(body["code"])).toSorted((a, b) => a.localeCompare(b));
    expect(codes).toEqual(["OVERLOADED", "OVERLOADED", "QUERY_TIMEOUT", "QUERY_TIMEOUT"]);
  });
});

test("statements cannot write, whatever the role may", async () => {
  const url = new URL(store.readerUrl);
  Object.assign(url, { username: postgresAccess.user, password: postgresAccess.password });
  const database = new Database({
    url: new Secret(url.href),
    poolMax: 1,
    statementTimeoutMs: 1_000,
    log: silentLog,
  });
  await expect(database.rows("DELETE FROM page_view_counts_final")).rejects.toThrow(/read-only transaction/);
  await database.close();
});
