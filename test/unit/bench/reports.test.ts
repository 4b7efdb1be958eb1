import { expect, it } from "vitest";
import { formatLatency } from "../../bench/latency-report.ts";
import type { Measurement } from "../../bench/measure.ts";
import { eventsPerSecond, formatComparison } from "../../bench/pipeline-report.ts";
import { formatStart } from "../../bench/start-report.ts";

function run(name: string, totalMs: number, workMs: number): Measurement {
  const usage = { cpuSeconds: 12, peakMemoryBytes: 512 * 1024 * 1024 };
  return { name, events: 3_000_000, totalMs, workMs, usage, brokerCpuSeconds: 2, rows: { counts: 50_000 } };
}

it("gives rates in hundreds of events a second", () => {
  expect(eventsPerSecond(3_000_000, 9_000)).toBe(333_300);
});

it("compares the medians of the two contenders", () => {
  const fill = { events: 3_000_000, durationMs: 30_000 };
  const runs = [run("A", 10_000, 8_000), run("B", 20_000, 10_000), run("B", 20_000, 10_000)];
  const text = formatComparison({ fill, runs });
  expect(text).toContain("Filled 3000000 page views in 30 s: 100000 events/s.");
  expect(text).toContain(
    "A is 2 times as fast as B, 1.25 times without start-up, and does 1 times as much per CPU second (medians).",
  );
});

it("shows latencies with their refusals", () => {
  const text = formatLatency({
    perSecond: 1000,
    seconds: 30,
    posted: 40_000,
    refused: { 503: 2 },
    answerMs: [1, 2, 3],
    resultMs: [500, 600, 700],
  });
  expect(text).toMatch(/^202 to committed result +600 +698 +700$/m);
  expect(text).toContain("40000 page views posted, refused: 2 with 503;");
});

it("shows what each variant gained in seconds", () => {
  const times = (firstResultMs: number) => ({ readyMs: 5_000, firstResultMs, services: {}, applied: {} });
  const text = formatStart({
    first: [times(9_000)],
    second: [times(6_000)],
    processes: [
      {
        kafka: { memoryBytes: 200 * 1024 * 1024, cpuSeconds: 3 },
        registry: { memoryBytes: 100 * 1024 * 1024, cpuSeconds: 1.5 },
      },
    ],
    gains: [
      { title: "as it is", times: [times(9_000)] },
      { title: "one by one", times: [times(15_500)] },
    ],
  });
  expect(text).toMatch(/^in all +300 +300 +300 +4\.5$/m);
  expect(text).toMatch(/^one by one +5 +15\.5 +6\.5$/m);
});
