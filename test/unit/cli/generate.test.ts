import { type DueEvent, type EventSource, Statistics } from "@millrace/generator";
import { describe, expect, test } from "vitest";
import {
  durationFlag,
  fileFlag,
  type GenerateFlags,
  namesFlag,
  rateFlag,
  shareFlag,
  speedFlag,
  startFlag,
  targetFlag,
} from "../../../apps/cli/src/generate-options.ts";
import { planGeneration } from "../../../apps/cli/src/generate-plan.ts";
import { progressLine, summaryText } from "../../../apps/cli/src/generate-text.ts";
import { shopPlan } from "../generator/shop.ts";

const nowMs = Date.parse("2026-01-15T12:00:00Z");
const plan = shopPlan();
const planned = (flags: Partial<GenerateFlags>) =>
  planGeneration({ to: { kind: "http" }, ...flags }, { plan, nowMs, randomSeed: () => 42 });
const made = (flags: Partial<GenerateFlags>): readonly DueEvent[] => [
  ...(planned(flags).events as EventSource),
];
/** How long an event a minute after the start is waited for. */
const waitOf = (flags: Partial<GenerateFlags>) => {
  const { pace, again } = planned(flags);
  return Math.round(pace.waitMs((again?.startMs ?? 0) + 60_000));
};

describe("flags of generate", () => {
  test("are read into numbers and names", () => {
    expect(namesFlag("shop, iot")).toEqual(["shop", "iot"]);
    expect(durationFlag("1 minute")).toBe(60_000);
    expect(rateFlag("500 per second")).toBe(500);
    expect([rateFlag("max"), speedFlag("max"), speedFlag("60x")]).toEqual(["max", "max", 60]);
    expect(shareFlag("0.5%")).toBe(0.005);
    expect(startFlag("2026-01-15T12:00:00+01:00")).toBe(nowMs - 3_600_000);
  });

  test("name where events go", () => {
    expect(targetFlag("http")).toEqual({ kind: "http" });
    expect(targetFlag("https://door.example/")).toEqual({ kind: "http", url: "https://door.example/" });
    expect([targetFlag("kafka"), targetFlag("-")]).toEqual([{ kind: "kafka" }, { kind: "stdout" }]);
    expect(targetFlag("file:a/b.jsonl")).toEqual({ kind: "file", path: "a/b.jsonl" });
  });

  test.each([
    [() => namesFlag("a,,b"), "expected names with commas between."],
    [() => durationFlag("soon"), 'expected a duration such as "1 minute" or "PT30S".'],
    [() => rateFlag("fast"), 'expected a rate such as "500 per second", or max.'],
    [() => speedFlag("-2x"), "expected a speed such as 60x or 0.5x, or max."],
    [() => shareFlag("2"), 'expected a share from "0%" to "100%", such as "0.5%".'],
    [() => startFlag("2026-01-15T12:00"), "expected now, or an ISO 8601 time with an offset"],
    [() => fileFlag("a.jsonl"), "expected http, http://<host>:<port>, kafka, file:<path> or -."],
  ])("say what was expected (%#)", (read, message) => {
    expect(read).toThrow(message);
  });
});

describe("planGeneration", () => {
  test("makes one event unless told how many", () => {
    expect(made({})).toHaveLength(1);
    expect(made({ count: 12 })).toHaveLength(12);
  });

  test("ends a batch about now, so that nothing lies ahead of the clock", () => {
    expect(planned({ count: 600 }).again).toEqual({ seed: 42, startMs: nowMs - 60_000 });
    expect(planned({ follow: true }).again?.startMs).toBe(nowMs);
  });

  test("takes seed and start as they are given", () => {
    expect(planned({ seed: 7, start: 5 }).again).toEqual({ seed: 7, startMs: 5 });
    const flags = { seed: 7, start: nowMs, count: 100 };
    expect(made(flags)).toEqual(made(flags));
  });

  test("paces what goes on, and sends a batch at once", () => {
    expect(waitOf({ follow: true })).toBeGreaterThan(59_900);
    expect(waitOf({ duration: 60_000, speed: 60 })).toBe(1_000);
    expect(waitOf({ count: 10, rate: 100 })).toBeGreaterThan(59_900);
    expect([waitOf({ count: 10 }), waitOf({ duration: 60_000, rate: "max" })]).toEqual([0, 0]);
    expect(waitOf({ duration: 60_000, to: { kind: "stdout" } })).toBe(0);
  });

  test("keeps a given rate at every hour, unless told to follow the day", () => {
    const night = {
      start: Date.parse("2026-01-15T03:00:00Z"),
      duration: 600_000,
      speed: "max",
      rate: 20,
    } as const;
    const evening = shopPlan("\ngenerator: { daily_shape: evening }\n");
    const count = (daily: boolean) => {
      const flags = { ...night, daily, to: { kind: "stdout" } as const };
      const { events } = planGeneration(flags, { plan: evening, nowMs, randomSeed: () => 1 });
      return [...(events as EventSource)].length;
    };
    expect(count(false)).toBeGreaterThan(11_000);
    expect(count(true)).toBeLessThan(4_000);
  });

  test.each<[Partial<GenerateFlags>, string]>([
    [{ count: 1, duration: 5 }, "--count and --duration both say how long to go on; give one of them"],
    [{ follow: true, rate: "max" }, "--follow as fast as possible would run ahead of the clock"],
    [{ from: "a", seed: 1, rate: 5 }, "--seed, --rate cannot go with --from"],
  ])("refuses flags that contradict each other (%#)", (flags, message) => {
    expect(() => planned(flags)).toThrow(message);
  });
});

describe("what generate prints", () => {
  const statistics = new Statistics(() => 0);
  statistics.countSent("malformed", 2);
  statistics.countSent(undefined, 1_500);
  statistics.settle("accepted", 1_499);
  statistics.settle("failed", 1, "503 Stopping");
  statistics.settle("skipped", 2);
  statistics.countAnswer("503");
  const summary = { ...statistics.summary(), durationMs: 12_345, ratePerSecond: 121.5 };

  test("is a summary with everything that happened", () => {
    expect(summaryText(summary, { seed: 7, startMs: nowMs })).toBe(
      [
        "Sent 1,502 events in 12.3 s (121.5/s): 1,499 accepted, 2 malformed and left out (--malformed-bytes sends them), 1 errors.",
        "Flaws: 2 × malformed.",
        "Answers: 1 × 503.",
        "Errors: 1 × 503 Stopping.",
        "Latency of a batch: p50 0 ms, p95 0 ms, p99 0 ms.",
        "The same events again: --seed 7 --start 2026-01-15T12:00:00.000Z",
      ].join("\n"),
    );
  });

  test("is a line a second meanwhile", () => {
    expect(progressLine(summary, 99.94)).toBe(
      "sent 1,502  errors 1  rate 99.9/s  latency p50 0 ms, p95 0 ms, p99 0 ms",
    );
  });
});
