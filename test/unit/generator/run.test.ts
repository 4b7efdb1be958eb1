import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  asFastAsPossible,
  type DueEvent,
  eventLine,
  type EventTarget,
  replayFile,
  runGenerator,
  Statistics,
  steadyPace,
} from "@millrace/generator";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { generate, shopPlan, startMs } from "./shop.ts";

const plan = shopPlan();

/** Takes everything, and remembers in which batches. */
class FakeTarget implements EventTarget {
  readonly batches: (readonly DueEvent[])[] = [];
  isClosed = false;
  readonly #onBatch: (batches: number) => void;

  constructor(onBatch: (batches: number) => void = () => undefined) {
    this.#onBatch = onBatch;
  }

  async send(events: readonly DueEvent[]): Promise<void> {
    this.batches.push(events);
    this.#onBatch(this.batches.length);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

describe("runGenerator", () => {
  test("hands every event over once, in order and in batches", async () => {
    const [target, events] = [new FakeTarget(), generate(plan, { count: 2_500 })];
    const statistics = new Statistics();
    const summary = await runGenerator({ events, target, pace: asFastAsPossible, statistics });
    expect(target.batches.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
    expect(target.batches.flat()).toEqual(events);
    expect(summary.sent).toBe(2_500);
    expect(target.isClosed).toBe(true);
  });

  test("ends after what is under way when it is stopped", async () => {
    const stop = new AbortController();
    const target = new FakeTarget((batches) => batches === 2 && stop.abort());
    const events = generate(plan, { count: 5_000 });
    const options = { events, target, pace: asFastAsPossible, statistics: new Statistics() };
    const summary = await runGenerator({ ...options, signal: stop.signal });
    expect(summary.sent).toBe(2_000);
    expect(target.isClosed).toBe(true);
  });

  test("waits until an event is due", async () => {
    const waits: number[] = [];
    const pace = {
      waitMs: (timeMs: number) => (waits.push(timeMs), timeMs === 3 && waits.length < 4 ? 30 : 0),
    };
    const events = [1, 2, 3].map((sentMs) => ({ domain: "shop", type: "page_view", event: {}, sentMs }));
    const target = new FakeTarget();
    await runGenerator({ events, target, pace, statistics: new Statistics() });
    expect(target.batches.map((batch) => batch.map(({ sentMs }) => sentMs))).toEqual([[1, 2], [3]]);
  });

  test("closes the target when reading the events fails", async () => {
    const target = new FakeTarget();
    const events = (async function* () {
      yield { domain: "shop", type: "page_view", event: {}, sentMs: 0 };
      throw new Error("the file is gone");
    })();
    const run = runGenerator({ events, target, pace: asFastAsPossible, statistics: new Statistics() });
    await expect(run).rejects.toThrow("the file is gone");
    expect(target.isClosed).toBe(true);
  });
});

describe("steadyPace", () => {
  test("lets event time pass at a speed", () => {
    let now = 1_000;
    const pace = steadyPace({ speed: 60, startMs, clock: () => now });
    expect(pace.waitMs(startMs + 60_000)).toBe(1_000);
    now += 250;
    expect(pace.waitMs(startMs + 60_000)).toBe(750);
    now += 10_000;
    expect(pace.waitMs(startMs + 60_000)).toBeLessThan(0);
  });

  test("begins at the first event where no start is given", () => {
    const pace = steadyPace({ speed: 1, clock: () => 0 });
    expect([pace.waitMs(startMs), pace.waitMs(startMs + 40)]).toEqual([0, 40]);
  });
});

describe("Statistics", () => {
  test("tells numbers, rate and percentiles", () => {
    let now = 0;
    const statistics = new Statistics(() => now);
    statistics.countSent(undefined, 98);
    statistics.countSent("late", 2);
    statistics.settle("accepted", 95);
    statistics.settle("failed", 5, "503 Stopping");
    statistics.countAnswer("503");
    for (let ms = 1; ms <= 100; ms++) statistics.recordLatency(ms);
    now = 2_000;
    const { latencyMs, ...rest } = statistics.summary();
    expect(rest).toEqual({
      sent: 100,
      accepted: 95,
      known: 0,
      refused: 0,
      skipped: 0,
      errors: 5,
      flaws: { late: 2 },
      reasons: { "503 Stopping": 5 },
      answers: { 503: 1 },
      durationMs: 2_000,
      ratePerSecond: 50,
    });
    expect([latencyMs.p50, latencyMs.p95, latencyMs.p99].map(Math.round)).toEqual([50, 95, 99]);
  });

  test("begins with the first event, and keeps no endless list of reasons", () => {
    let now = 5_000;
    const statistics = new Statistics(() => now);
    now = 9_000;
    for (let at = 0; at < 30; at++) {
      statistics.countSent(undefined);
      statistics.settle("failed", 1, `reason ${at}`);
    }
    const { durationMs, reasons } = statistics.summary();
    expect(durationMs).toBe(0);
    expect(reasons["other reasons"]).toBe(10);
  });
});

describe("replayFile", () => {
  const file = (text: string) => {
    const path = join(temporaryFolder(), "events.jsonl");
    writeFileSync(path, text);
    return path;
  };
  const replay = async (text: string) => {
    const found: DueEvent[] = [];
    for await (const event of replayFile(file(text), plan.events)) found.push(event);
    return found;
  };

  test("gives the lines back as they were written, at their recorded times", async () => {
    const events = generate(plan, { count: 200 });
    const replayed = await replay(events.map(eventLine).join(""));
    expect(replayed.map(eventLine)).toEqual(events.map(eventLine));
    expect(replayed.map(({ sentMs }) => sentMs)).toEqual(events.map(({ sentMs }) => Math.floor(sentMs)));
  });

  test("keeps late events late", async () => {
    const line = (ts: string) => eventLine({ domain: "shop", type: "page_view", event: { ts } });
    const replayed = await replay(line("2026-01-15T10:05:00Z") + line("2026-01-15T10:00:00Z"));
    expect(replayed.map(({ sentMs }) => sentMs)).toEqual([startMs + 300_000, startMs + 300_000]);
  });

  test.each([
    ['{"domain":', 'events.jsonl:2: found "{\\"domain\\":", expected a JSON object such as'],
    ['{"domain":"shop"}', 'events.jsonl:2: found {"domain":"shop"}, expected a JSON object such as'],
    [
      '{"domain":"shop","type":"page_vew","event":{}}',
      "events.jsonl:2: found the event type shop.page_vew, expected maybe shop.page_view; correct or delete the line",
    ],
  ])("names the line of %s", async (line, message) => {
    await expect(replay(`\n${line}\n`)).rejects.toThrow(message);
  });
});
