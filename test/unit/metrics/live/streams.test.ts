import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { helloFrame } from "../../../../apps/metrics/src/live/frames.ts";
import { StreamSession } from "../../../../apps/metrics/src/live/stream-session.ts";
import { MemoryWorld, settle } from "./memory-world.ts";
import { parseFrames } from "./sent-frames.ts";
import { finalTable, servedTable } from "./served-table.ts";
import { StreamClient } from "./stream-client.ts";
import { flush, testHub } from "./test-hub.ts";

const state = servedTable("state");
const paths = ["shop/state"];

/** A world with one table that a hub follows from its beginning. */
async function begun(options: Parameters<typeof testHub>[2] = {}) {
  const world = new MemoryWorld([state]);
  const hub = testHub(world, [state], options);
  await settle();
  return { world, hub };
}

function write(world: MemoryWorld, k: string, v: number | undefined): void {
  world.write(state.topic, k, v);
  world.reveal(state.topic);
}

test("a row that changes twice at once is sent once", async () => {
  const { world, hub } = await begun();
  const client = new StreamClient(paths);
  await client.connect(hub);
  write(world, "a", 1);
  await settle();
  write(world, "a", 2);
  await settle();
  flush(hub);
  expect(client.versions).toEqual(["state a 2"]);
});

test("a row that is removed is told by its key", async () => {
  const { world, hub } = await begun();
  const client = new StreamClient(paths);
  write(world, "a", 1);
  await settle();
  await client.connect(hub);
  write(world, "a", undefined);
  await settle();
  flush(hub);
  expect(client.frames.at(-1)?.data.removed).toEqual([{ k: "a" }]);
  expect(client.table.size).toBe(0);
});

test("a backfill says of each table when it is whole", async () => {
  const { world, hub } = await begun();
  for (let at = 0; at < 1_100; at += 1) world.write(state.topic, `a${at}`, at);
  world.reveal(state.topic);
  world.store(state.topic);
  const client = new StreamClient(paths);
  await client.connect(hub);
  const parts = client.frames.filter(({ event }) => event === "backfill");
  expect(parts.map(({ data }) => [data.rows?.length, data.is_last])).toEqual([
    [500, false],
    [500, false],
    [100, true],
  ]);
});

test("clients that come together share one snapshot and its frames", async () => {
  const { world, hub } = await begun();
  write(world, "a", 1);
  world.store(state.topic);
  const taken: Buffer[][] = [];
  await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const own: Buffer[] = [];
      taken.push(own);
      const output = new Writable({ write: (bytes: Buffer, _encoding, done) => (own.push(bytes), done()) });
      const hello = helloFrame({}, 1_000);
      (await new StreamSession(hub, { tables: paths, minutes: 60 }, output).open())(hello);
    }),
  );
  write(world, "a", 2);
  await settle();
  flush(hub);
  expect(world.snapshots).toBe(1);
  const [first = []] = taken;
  expect(first.length).toBeGreaterThan(2);
  const isShared = (own: readonly Buffer[]) => own.slice(1).every((bytes, at) => bytes === first[at + 1]);
  expect(taken.every(isShared)).toBe(true);
});

test("a client that reads too slowly is dropped and told", async () => {
  const { world, hub } = await begun({ bufferBytes: 2_000 });
  const text: string[] = [];
  const held: (() => void)[] = [];
  const output = new Writable({
    highWaterMark: 1,
    write: (bytes: Buffer, _encoding, done) => (text.push(bytes.toString()), void held.push(done)),
  });
  const begin = await new StreamSession(hub, { tables: paths, minutes: 60 }, output).open();
  begin(helloFrame({}, 1_000));
  for (let v = 0; v < 50; v += 1) {
    write(world, "a", v);
    await settle();
    flush(hub);
  }
  while (held.length > 0) {
    held.shift()?.();
    await settle();
  }
  expect(parseFrames(text.at(-1) ?? "")[0]).toMatchObject({
    event: "dropped",
    data: { reason: "the client reads more slowly than rows come" },
  });
  expect(output.writableEnded).toBe(true);
  expect(hub.channels).toEqual([]);
});

test("a topic that was made anew resets its clients", async () => {
  const { world, hub } = await begun({ lookMs: 1 });
  const client = new StreamClient(paths);
  write(world, "a", 1);
  await settle();
  await client.connect(hub);
  world.make(state.topic, "2");
  write(world, "b", 7);
  await expect.poll(() => client.frames.some(({ event }) => event === "reset")).toBe(true);
  await settle();
  flush(hub);
  expect(Object.fromEntries(client.values)).toEqual({ "state b": 7 });
  hub.close("the end");
});

test("an id of a topic that was made anew is not resumed", async () => {
  const { world, hub } = await begun();
  const client = new StreamClient(paths);
  write(world, "a", 1);
  await settle();
  await client.connect(hub);
  client.disconnect();
  hub.close("restart");
  world.make(state.topic, "2");
  write(world, "b", 1);
  const restarted = testHub(world, [state]);
  await settle();
  await client.connect(restarted);
  expect(client.frames.filter(({ event }) => event === "reset")).toHaveLength(1);
  expect(Object.fromEntries(client.values)).toEqual({ "state b": 1 });
});

test("what retention has deleted since is backfilled instead", async () => {
  const { world, hub } = await begun({ ring: { maxRows: 1 } });
  const client = new StreamClient(paths);
  write(world, "a", 1);
  await settle();
  await client.connect(hub);
  client.disconnect();
  for (let v = 2; v < 6; v += 1) write(world, "a", v);
  world.store(state.topic);
  world.commit(state.topic);
  await settle();
  world.expire(state.topic);
  await client.connect(hub);
  expect(client.frames.filter(({ event }) => event === "reset")).toHaveLength(1);
  expect(Object.fromEntries(client.values)).toEqual({ "state a": 5 });
});

test("a store that is away refuses a client that has no rows yet", async () => {
  const { world, hub } = await begun();
  world.isStoreAway = true;
  await expect(new StreamClient(paths).connect(hub)).rejects.toThrow("the store is away");
  expect(hub.channels).toEqual([]);
});

test("rows that are stored are there before Kafka is", async () => {
  const { world, hub } = await restartedWithoutKafka();
  const client = new StreamClient(paths);
  await client.connect(hub);
  expect(Object.fromEntries(client.values)).toEqual({ "state a": 1 });
  world.isAway = false;
  await expect.poll(() => client.frames.some(({ event }) => event === "reset")).toBe(true);
  await settle();
  expect(Object.fromEntries(client.values)).toEqual({ "state a": 1 });
  write(world, "b", 2);
  await settle();
  flush(hub);
  expect(Object.fromEntries(client.values)).toEqual({ "state a": 1, "state b": 2 });
  hub.close("the end");
});

/** A hub that is started on kept data while its Kafka is not there yet. */
async function restartedWithoutKafka() {
  const { world, hub: before } = await begun();
  write(world, "a", 1);
  world.store(state.topic);
  world.commit(state.topic);
  before.close("restart");
  world.isAway = true;
  return { world, hub: testHub(world, [state], { patienceMs: 1 }) };
}

test("a client that resumes needs no store", async () => {
  const { world, hub } = await begun();
  const client = new StreamClient(paths);
  await client.connect(hub);
  client.disconnect();
  world.isStoreAway = true;
  write(world, "a", 1);
  await settle();
  await client.connect(hub);
  expect(Object.fromEntries(client.values)).toEqual({ "state a": 1 });
});

test("a provisional row does not replace a final one", async () => {
  const counts = servedTable("counts", { finality: "paired", finalTable: "counts_final" });
  const final = finalTable("counts_final");
  const world = new MemoryWorld([counts, final]);
  const hub = testHub(world, [counts, final]);
  await settle();
  const client = new StreamClient(["shop/counts"]);
  await client.connect(hub);
  world.write(final.topic, "a", 2);
  world.reveal(final.topic);
  await settle();
  world.write(counts.topic, "a", 1);
  world.reveal(counts.topic);
  await settle();
  flush(hub);
  expect(client.table.get("counts a")).toEqual({ v: 2, isFinal: true });
});

test("a table that is served no more ends its clients with the reason", async () => {
  const { hub } = await begun();
  const client = new StreamClient(paths);
  await client.connect(hub);
  hub.serve([]);
  await settle();
  expect(client.frames.at(-1)).toMatchObject({
    event: "dropped",
    data: { reason: "not all of shop/state are served" },
  });
});
