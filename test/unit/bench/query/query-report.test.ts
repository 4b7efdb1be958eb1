import { expect, test } from "vitest";
import { dashboardQueries } from "../../../bench/query/dashboard-queries.ts";
import type { QueryRun } from "../../../bench/query/measure-queries.ts";
import { parseQueryOptions, type QueryBenchOptions } from "../../../bench/query/query-options.ts";
import { formatQueries, queryFigures } from "../../../bench/query/query-report.ts";

const options = parseQueryOptions([]) as QueryBenchOptions;

function runOf(contender: QueryRun["contender"], p99: number, statuses: QueryRun["statuses"]): QueryRun {
  const times = { count: 100, p50: 1, p99, p999: p99 * 2, max: p99 * 3 };
  return {
    contender,
    all: times,
    kinds: Object.fromEntries(dashboardQueries().map(({ name }) => [name, times])),
    statuses,
    durationMs: 1_000,
    cpuMs: 10,
    serverCpuUs: 123.4,
    postgresCpuUs: 456.7,
    peakMemoryBytes: 100 * 2 ** 20,
  };
}

const runs = [2, 9, 4].map((p99) => runOf("metrics", p99, { 200: 100 }));
const queries = { rows: { provisional: 10, final: 9 }, runs };

test("queries are told by the median of their runs", () => {
  const text = formatQueries({ queries }, options);
  expect(text).toMatch(/all together +metrics app +1 +4 +8 +123 +457 +100/);
  expect(text).toContain("10 rows and 9 final ones stored; every request answered 200.");
});

test("answers other than 200 are told", () => {
  const runs = [runOf("plain", 3, { 200: 90, 500: 10 })];
  const text = formatQueries({ queries: { ...queries, runs } }, options);
  expect(text).toContain("express + pg, one text: 10 with 500");
});

test("latencies are told to machines by their percentiles", () => {
  const latency = { perSecond: 100, seconds: 1, posted: 3, refused: {}, seenMs: [10, 20, 30] };
  expect(queryFigures({ latency })).toMatchObject({ latency: { seenMs: { p50: 20, max: 30 } } });
});

test("many clients are told with what they cost", () => {
  const summary = { count: 1, p50: 1, p99: 5.2, p999: 6, max: 7 };
  const streams = {
    clients: 1_000,
    open: 1_000,
    openMs: 900,
    frames: 30,
    framesOfAll: 30,
    bytesOfFrame: 4_000,
    delivery: summary,
    lastDelivery: summary,
    memoryBytes: { before: 80 * 2 ** 20, open: 120 * 2 ** 20, most: 140 * 2 ** 20 },
  };
  const text = formatQueries({ streams }, options);
  expect(text).toContain("30 frames of 4000 bytes, 30 of them at every client");
  expect(text).toContain("Metrics app: 80 MiB before, 120 with all clients, at most 140.");
});
