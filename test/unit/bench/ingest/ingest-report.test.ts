import { expect, it } from "vitest";
import { formatIngest } from "../../../bench/ingest-report.ts";
import type { ContenderName } from "../../../bench/ingest/contender.ts";
import type { RunResult } from "../../../bench/ingest/run.ts";

function run(contender: ContenderName, changes: Partial<RunResult> = {}): RunResult {
  const latency = { count: 4_000, p50: 2, p99: 8, p999: 12, max: 20 };
  return {
    contender,
    scenario: { name: "single posts", order: { items: 1, connections: 64, seconds: 2 } },
    durationMs: 2_000,
    statuses: { 202: 4_000 },
    accepted: latency,
    refused: { ...latency, count: 0 },
    dropped: 0,
    cpuMs: 100,
    acknowledged: 4_000,
    duplicates: 0,
    unacknowledged: 0,
    serverCpuMs: 200,
    brokerCpuMs: 40,
    peakMemoryBytes: 100 * 1024 * 1024,
    memory: { first: 90 * 1024 * 1024, second: 95 * 1024 * 1024 },
    ...changes,
  };
}

const nothing = { pinning: undefined, runs: [], ceiling: [], clients: [], overload: [] };

it("sets the publisher beside the baseline, round by round", () => {
  const runs = [run("publisher"), run("fastify", { serverCpuMs: 600, durationMs: 4_000 })];
  const rounds = [...runs, run("publisher"), run("fastify", { serverCpuMs: 1_000, durationMs: 4_000 })];
  const text = formatIngest({ ...nothing, runs: rounds });
  expect(text).toMatch(/^publisher +2000 +2 +8 +12 +50 +10 +25 +100 +0$/m);
  expect(text).toContain(
    "Beside the baseline (fastify + kafkajs) the publisher does 4 (3 to 5) times as much per CPU microsecond, " +
      "2 (2 to 2) times as many events/s.",
  );
});

it("says what is served of the capacity under overload", () => {
  const half = run("publisher");
  const overload = run("publisher", {
    acknowledged: 3_800,
    statuses: { 202: 3_800, 503: 900, 0: 1 },
    accepted: { ...half.accepted, p99: 12 },
    dropped: 50,
  });
  const text = formatIngest({
    ...nothing,
    overload: [{ items: 1, capacity: run("publisher"), half, overload }],
  });
  expect(text).toContain(
    "At 5 times the capacity 95 % of it is served; the accepted p99 is 1.5 times that at capacity, 1.5 times that at half of it.",
  );
  expect(text).toMatch(/^capacity +as much as it takes +2000 +2 +8 +12 +90 +95 /m);
  expect(text).toContain("1 × broken, 3800 × 202, 900 × 503");
});

it("says what runs on which core", () => {
  expect(formatIngest({ ...nothing, pinning: { server: "0", others: "1" } })).toContain(
    "The measured server runs on core 0, broker and load generator on 1.",
  );
  expect(formatIngest(nothing)).toContain("Nothing is pinned to cores.");
});
