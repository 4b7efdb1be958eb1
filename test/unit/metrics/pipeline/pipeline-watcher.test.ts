import { silentLog } from "@millrace/common";
import { expect, test } from "vitest";
import { PipelineWatcher } from "../../../../apps/metrics/src/pipeline/pipeline-watcher.ts";
import type { PipelineSources } from "../../../../apps/metrics/src/pipeline/pipeline-sources.ts";
import { shopContract, stillPipeline, thenMs } from "./still-pipeline.ts";

/** A watcher whose clock says so many seconds after {@link thenMs}. */
function watched(more: Partial<PipelineSources> = {}) {
  const pipeline = stillPipeline(more);
  const clock = { seconds: 100 };
  const watcher = new PipelineWatcher({
    contract: () => shopContract,
    sources: pipeline.sources,
    log: silentLog,
    now: () => thenMs + clock.seconds * 1_000,
    patienceMs: 20,
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
    detail: "no answer within 20 ms",
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
