import { expect, onTestFinished, test } from "vitest";
import type { SpoolingStoreOptions } from "../../../../apps/publisher/src/delivery/spooling-store.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";
import { openStore, recordOf, untilClosed } from "./store-over.ts";
import { SwitchedKafka } from "./switched-kafka.ts";

test("events go to Kafka while it acknowledges", async () => {
  const { store, kafka } = await started();
  expect(await store.store([recordOf("a"), recordOf("b")])).toEqual([
    { in: "kafka", topic: "orders", partition: 0, offset: 0 },
    { in: "kafka", topic: "orders", partition: 0, offset: 1 },
  ]);
  expect(kafka.values).toEqual(["a", "b"]);
  expect(store.facts).toMatchObject({ circuit: "closed", events: 0, bytes: 0 });
});

test("what Kafka does not acknowledge goes to the spool", async () => {
  const { store, kafka } = await started();
  kafka.takesStill = 1;
  const [first, second] = await store.store([recordOf("a"), recordOf("b")]);
  expect(first).toMatchObject({ in: "kafka" });
  expect(second).toEqual({ in: "spool", topic: "orders" });
  expect(store.facts).toMatchObject({ circuit: "open", events: 1 });
});

test("an open circuit spares Kafka new events", async () => {
  const { store, kafka } = await started({ pauses: { firstMs: 60_000, mostMs: 60_000 } });
  kafka.isUp = false;
  await store.store([recordOf("a")]);
  kafka.onSend = () => expect.unreachable("nothing is sent");
  expect(await store.store([recordOf("b")])).toEqual([{ in: "spool", topic: "orders" }]);
});

test("spooled events come to Kafka in order, as they were", async () => {
  const { store, kafka, moves } = await started();
  kafka.isUp = false;
  await store.store([recordOf("a"), recordOf("b")]);
  await store.store([recordOf("c")]);
  kafka.isUp = true;
  await untilClosed(store);
  const { eventId: _id, deadLetterTopic: _topic, ...sent } = recordOf("a");
  expect(kafka.records[0]).toMatchObject(sent);
  expect(kafka.values).toEqual(["a", "b", "c"]);
  expect(moves.map(([id]) => id)).toEqual(["a", "b", "c"]);
  expect(moves[2]?.[1]).toEqual({ in: "kafka", topic: "orders", partition: 0, offset: 2 });
  expect(store.facts).toMatchObject({ events: 0, bytes: 0, replayed: 3 });
});

test("nothing overtakes what waits in the spool", async () => {
  const { store, kafka } = await started();
  kafka.isUp = false;
  await store.store([recordOf("0")]);
  kafka.onSend = () => new Promise((resolve) => setImmediate(resolve));
  kafka.isUp = true;
  for (let at = 1; at < 200; at += 1) await store.store([recordOf(String(at))]);
  await untilClosed(store);
  expect(kafka.values).toEqual(Array.from({ length: 200 }, (_, at) => String(at)));
});

test("a spool that is filled while it is replayed comes to an end", async () => {
  const { store, kafka } = await started();
  kafka.isUp = false;
  await store.store([recordOf("first")]);
  kafka.isUp = true;
  let stored = 0;
  const fill = async () => {
    while (store.facts.circuit !== "closed") {
      await store.store([recordOf("more")]);
      stored += 1;
    }
  };
  await Promise.all(Array.from({ length: 20 }, fill));
  expect(kafka.records).toHaveLength(stored + 1);
});

test("a replay that is broken off goes on where it was", async () => {
  const { store, kafka } = await started();
  kafka.isUp = false;
  await store.store(["a", "b", "c", "d"].map((text) => recordOf(text)));
  kafka.takesStill = 2;
  kafka.isUp = true;
  await expect.poll(() => kafka.isUp, { interval: 1 }).toBe(false);
  kafka.takesStill = Infinity;
  kafka.isUp = true;
  await untilClosed(store);
  expect(kafka.values).toEqual(["a", "b", "c", "d"]);
});

test("what a restart finds in the spool is replayed", async () => {
  const folder = temporaryFolder();
  const { store, kafka } = await started({}, folder);
  kafka.isUp = false;
  await store.store([recordOf("a"), recordOf("b")]);
  await store.close();
  kafka.isUp = true;
  const again = await started({}, folder);
  await untilClosed(again.store);
  expect(again.kafka.values).toEqual(["a", "b"]);
});

test("what was replayed is not replayed by a restart", async () => {
  const folder = temporaryFolder();
  const { store, kafka } = await started({}, folder);
  kafka.isUp = false;
  await store.store([recordOf("a"), recordOf("b"), recordOf("c")]);
  kafka.takesStill = 2;
  kafka.isUp = true;
  await expect.poll(() => store.facts.events, { interval: 1 }).toBe(1);
  await store.close();
  const again = await started({}, folder);
  await untilClosed(again.store);
  expect([...kafka.values, ...again.kafka.values]).toEqual(["a", "b", "c"]);
});

test("before Kafka was reached events go to the spool", async () => {
  const kafka = new SwitchedKafka();
  kafka.isUp = false;
  const { store } = await openStore(kafka, temporaryFolder());
  onTestFinished(() => store.close());
  expect(await store.start()).toBe(false);
  expect(await store.store([recordOf("a")])).toEqual([{ in: "spool", topic: "orders" }]);
  expect(store.facts.reason).toMatch(/^connect: Kafka at kafka:1 did not answer/);
});

test("a full spool says so and keeps nothing more", async () => {
  const { store, kafka } = await started({ maxBytes: 400 });
  kafka.isUp = false;
  await store.store([recordOf("a"), recordOf("b")]);
  const [stored] = await store.store([recordOf("c".repeat(300))]);
  expect(stored).toMatchObject({ in: "none", isFinal: false, code: "SPOOL_FULL" });
  expect((stored as { reason: string }).reason).toMatch(/is full: .*; and Kafka does not acknowledge \(/);
  expect(store.facts.fault).toMatch(/is full/);
});

test("a spool that has room again says that too", async () => {
  const { store, kafka } = await started({ maxBytes: 400 });
  kafka.isUp = false;
  await store.store([recordOf("a"), recordOf("b")]);
  await store.store([recordOf("c".repeat(300))]);
  kafka.isUp = true;
  await untilClosed(store);
  expect(store.facts.fault).toBeUndefined();
});

test("what the broker refuses at once is not spooled", async () => {
  const { store, kafka } = await started();
  kafka.refuse = () => "MESSAGE_TOO_LARGE";
  expect(await store.store([recordOf("a")])).toMatchObject([
    { in: "none", isFinal: true, code: "KAFKA_RECORD_REFUSED" },
  ]);
  expect(store.facts).toMatchObject({ circuit: "closed", events: 0 });
});

test("the age of what waits is that of the oldest", async () => {
  let now = 1_000;
  const { store, kafka } = await started({ clock: () => now, pauses: { firstMs: 60_000, mostMs: 60_000 } });
  kafka.isUp = false;
  await store.store([recordOf("a")]);
  now = 5_000;
  await store.store([recordOf("b")]);
  expect(store.facts).toMatchObject({ events: 2, oldestAgeMs: 4_000 });
  now = 500;
  expect(store.facts.oldestAgeMs).toBe(0);
});

test("a closed store keeps nothing", async () => {
  const { store } = await started();
  await store.close();
  expect(await store.store([recordOf("a")])).toMatchObject([{ in: "none", code: "SHUTTING_DOWN" }]);
});

/** A store that has reached Kafka. */
async function started(options: Partial<SpoolingStoreOptions> = {}, folder = temporaryFolder()) {
  const kafka = new SwitchedKafka();
  const { store, moves } = await openStore(kafka, folder, options);
  onTestFinished(() => store.close());
  expect(await store.start()).toBe(true);
  return { store, kafka, moves };
}
