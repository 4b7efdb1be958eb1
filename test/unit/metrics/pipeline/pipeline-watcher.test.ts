import { silentLog } from "@millrace/common";
import { describe, expect, test } from "vitest";
import {
  PipelineWatcher,
  type WatcherOptions,
} from "../../../../apps/metrics/src/pipeline/pipeline-watcher.ts";
import type { PipelineReport } from "../../../../apps/metrics/src/pipeline/report.ts";
import type { PipelineSources } from "../../../../apps/metrics/src/pipeline/pipeline-sources.ts";
import { FrozenKafka } from "./frozen-kafka.ts";
import { shopContract, stillPipeline, thenMs } from "./still-pipeline.ts";

/** A watcher whose clock says so many seconds after {@link thenMs}. */
function watched(more: Partial<PipelineSources> = {}, options: Partial<WatcherOptions> = {}) {
  const pipeline = stillPipeline(more);
  const clock = { seconds: 100 };
  const watcher = new PipelineWatcher({
    contract: () => shopContract,
    sources: pipeline.sources,
    log: silentLog,
    now: () => thenMs + clock.seconds * 1_000,
    patienceMs: 20,
    intervalMs: 10,
    startingMs: 0,
    ...options,
  });
  return { pipeline, clock, watcher };
}

const running = { status: "UP", lastCheckpointAtMs: thenMs, checkpointMs: 40 } as const;

test("a pipeline that has done everything has no processing lag", async () => {
  const { pipeline, watcher } = watched();
  Object.assign(pipeline, { ends: 11, done: 11, resultEnds: 5, stored: 5 });
  const { domains } = await watcher.look();
  expect(domains[0]).toMatchObject({
    newest_event_at: "2026-01-15T10:00:10.000Z",
    processed_event_at: "2026-01-15T10:00:10.000Z",
    event_time_lag_ms: 90_000,
    processing_lag_ms: 0,
  });
});

test("events behind the last checkpoint count from when the oldest came", async () => {
  const { pipeline, watcher } = watched();
  Object.assign(pipeline, { ends: 11, done: 8 });
  const { domains } = await watcher.look();
  expect(domains[0]).toMatchObject({
    processed_event_at: "2026-01-15T10:00:07.000Z",
    processing_lag_ms: 91_000,
    flink: { lag_records: 3 },
  });
});

test("results that are not stored yet are still on their way", async () => {
  const { pipeline, clock, watcher } = watched();
  Object.assign(pipeline, { ends: 11, done: 8, resultEnds: 5, stored: 5 });
  await watcher.look();
  Object.assign(pipeline, { done: 11, resultEnds: 9 });
  await watcher.look();
  clock.seconds += 2;
  expect((await watcher.look()).domains[0]).toMatchObject({
    processing_lag_ms: 93_000,
    connect: { lag_records: 4 },
  });
  pipeline.stored = 9;
  expect((await watcher.look()).domains[0]?.processing_lag_ms).toBe(0);
});

test("a frozen Flink lets both lags grow", async () => {
  const { pipeline, clock, watcher } = watched();
  Object.assign(pipeline, { ends: 11, done: 8 });
  const before = (await watcher.look()).domains[0];
  clock.seconds += 60;
  pipeline.ends = 20;
  const after = (await watcher.look()).domains[0];
  expect(after?.processing_lag_ms).toBe((before?.processing_lag_ms ?? 0) + 60_000);
  expect(after?.event_time_lag_ms).toBe((before?.event_time_lag_ms ?? 0) + 60_000);
});

test("a topic that retention has emptied waits for nothing", async () => {
  const { pipeline, watcher } = watched({
    firsts: async (topics) => new Map(topics.map((topic) => [topic, new Map([[0, 11]])])),
    records: async () => new Map(),
  });
  pipeline.ends = 11;
  expect((await watcher.look()).domains[0]).toMatchObject({
    processing_lag_ms: 0,
    newest_event_at: null,
    flink: { lag_records: 0 },
  });
});

test("the rate is that of the newest seconds", async () => {
  const { pipeline, clock, watcher } = watched();
  await watcher.look();
  pipeline.ends = 50;
  clock.seconds += 5;
  expect((await watcher.look()).domains[0]?.events_per_second).toBe(10);
});

test("dead letters are counted from the beginning of their topics", async () => {
  const { pipeline, watcher } = watched();
  pipeline.deadLetters = 4;
  expect((await watcher.look()).domains[0]?.dead_letters).toBe(4);
});

test("a part that fails is down with its reason", async () => {
  const { watcher } = watched({
    jobs: async () => {
      throw new Error("Flink is away");
    },
    pingStore: async () => {
      throw new Error("the store is away");
    },
  });
  const { parts } = await watcher.look();
  expect(parts).toEqual([
    expect.objectContaining({ name: "publisher", status: "UNKNOWN" }),
    expect.objectContaining({ name: "kafka", status: "UP" }),
    expect.objectContaining({ name: "flink", status: "DOWN", detail: "Flink is away" }),
    expect.objectContaining({ name: "connect", status: "UNKNOWN" }),
    { name: "store", status: "DOWN", detail: "the store is away" },
  ]);
});

test("a part that never answers is down in time", async () => {
  const { watcher } = watched({ jobs: () => new Promise(() => undefined) });
  const { parts } = await watcher.look();
  expect(parts.find(({ name }) => name === "flink")).toMatchObject({
    status: "DOWN",
    detail: "no answer for 0.0 s",
  });
});

test("without Kafka nothing is claimed of a domain", async () => {
  const { watcher } = watched({
    topics: async () => {
      throw new Error("Kafka is away");
    },
  });
  const { parts, domains } = await watcher.look();
  expect(parts.find(({ name }) => name === "kafka")).toMatchObject({
    status: "DOWN",
    detail: "Kafka is away",
  });
  expect(domains[0]).toMatchObject({
    newest_event_at: null,
    event_time_lag_ms: null,
    processing_lag_ms: null,
    dead_letters: null,
  });
});

/** A pipeline that has been looked at once, and whose Kafka hangs from now on. */
async function frozen() {
  const kafka = new FrozenKafka();
  const found = watched(kafka.sources);
  const before = (await found.watcher.look()).domains[0];
  kafka.isFrozen = true;
  return { ...found, kafka, before };
}

test("a Kafka that hangs is down, and nothing else is", async () => {
  const { watcher } = await frozen();
  const { parts } = await watcher.look();
  expect(parts.filter(({ status }) => status === "DOWN")).toEqual([
    expect.objectContaining({ name: "kafka", detail: "no answer for 0.0 s" }),
  ]);
});

test("of a Kafka that hangs the last known values stay", async () => {
  const { watcher, clock, before } = await frozen();
  clock.seconds += 7;
  const after = (await watcher.look()).domains[0];
  expect(before).toMatchObject({ newest_event_at: "2026-01-15T10:00:10.000Z", dead_letters: 4 });
  expect(after).toEqual({ ...before, event_time_lag_ms: 97_000, processing_lag_ms: null });
});

test("a Kafka that hangs is not asked again beside it", async () => {
  const { watcher, kafka } = await frozen();
  const { asked } = kafka;
  for (let looks = 0; looks < 3; looks += 1) await watcher.look();
  expect(kafka.asked).toBe(asked + 1);
});

const hang = () => new Promise<never>(() => undefined);
const hanging = {
  topics: hang,
  jobs: hang,
  connectors: hang,
  publisher: hang,
  countRows: hang,
  pingStore: hang,
};

// Its time is the test's own.
test("a look ends before the next one is due", { timeout: 5_000 }, async () => {
  const { sources } = stillPipeline(hanging);
  const watcher = new PipelineWatcher({
    contract: () => shopContract,
    sources,
    log: silentLog,
    now: () => thenMs,
  });
  expect((await watcher.look()).parts).toHaveLength(5);
});

test("reports go on while everything hangs", async () => {
  const { watcher } = watched(hanging);
  const ending = new AbortController();
  const reports: PipelineReport[] = [];
  await watcher.run(ending.signal, (report) => {
    if (reports.push(report) === 3) ending.abort();
  });
  expect(reports.map(({ parts }) => parts.map(({ status }) => status))).toEqual(
    Array.from({ length: 3 }, () => ["DOWN", "DOWN", "DOWN", "DOWN", "DOWN"]),
  );
});

test("a publisher that waits for Kafka is not down at once", async () => {
  let isHanging = false;
  const { watcher } = watched({ publisher: async () => (isHanging ? await hang() : undefined) });
  await watcher.look();
  isHanging = true;
  const { parts } = await watcher.look();
  expect(parts.find(({ name }) => name === "publisher")).toMatchObject({ status: "UP" });
});

test("a store that hangs does not make Kafka down", async () => {
  const { watcher } = watched({ countRows: () => new Promise(() => undefined) });
  const { parts } = await watcher.look();
  expect(parts.find(({ name }) => name === "kafka")).toMatchObject({ status: "UP" });
});

describe("a part that has never worked", () => {
  const away = async () => {
    throw new Error("not here");
  };
  const sources = { topics: away, jobs: async () => new Map([["shop", { status: "DOWN" as const }]]) };

  test("is not known to be down while it may be starting", async () => {
    const { watcher } = watched(sources, { startingMs: 120_000 });
    const { parts, domains } = await watcher.look();
    expect(parts.filter(({ detail }) => detail !== undefined)).toEqual([
      expect.objectContaining({ name: "kafka", status: "UNKNOWN", detail: "has not answered yet" }),
      expect.objectContaining({ name: "flink", status: "UNKNOWN", detail: "has not answered yet" }),
    ]);
    expect(domains[0]?.flink.status).toBe("UNKNOWN");
  });

  test("is down when starting has taken too long", async () => {
    const { watcher, clock } = watched(sources, { startingMs: 120_000 });
    clock.seconds += 120;
    const { parts } = await watcher.look();
    expect(parts.find(({ name }) => name === "kafka")).toMatchObject({ status: "DOWN", detail: "not here" });
  });

  test("is down at once after it has worked", async () => {
    const kafka = { isAway: false };
    const topics = async () => (kafka.isAway ? await away() : ["orders"]);
    const { watcher } = watched({ topics }, { startingMs: 120_000 });
    await watcher.look();
    kafka.isAway = true;
    const { parts } = await watcher.look();
    expect(parts.find(({ name }) => name === "kafka")).toMatchObject({ status: "DOWN", detail: "not here" });
  });
});

test("a job that runs says its last checkpoint", async () => {
  const { watcher } = watched({ jobs: async () => new Map([["shop", running]]) });
  expect((await watcher.look()).domains[0]?.flink).toMatchObject({
    status: "UP",
    last_checkpoint_at: "2026-01-15T10:00:00.000Z",
    checkpoint_ms: 40,
  });
});

test("a connector that is missing makes Connect down", async () => {
  const { watcher } = watched({ connectors: async () => new Map() });
  const { parts } = await watcher.look();
  expect(parts.find(({ name }) => name === "connect")).toMatchObject({
    status: "DOWN",
    detail: "shop-counts is not there",
  });
});

test("the event-time lag grows between two looks", async () => {
  const { pipeline, clock, watcher } = watched();
  Object.assign(pipeline, { ends: 11, done: 11 });
  await watcher.look();
  clock.seconds += 7;
  expect(watcher.lags("shop")).toEqual({
    eventTimeLagMs: 97_000,
    processingLagMs: 0,
    newestEventAt: "2026-01-15T10:00:10.000Z",
  });
});
