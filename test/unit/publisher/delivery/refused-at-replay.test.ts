import { expect, onTestFinished, test } from "vitest";
import type { SpoolingStoreOptions } from "../../../../apps/publisher/src/delivery/spooling-store.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";
import { openStore, recordOf, untilClosed } from "./store-over.ts";
import { SwitchedKafka } from "./switched-kafka.ts";

test("what Kafka refuses at replay becomes a dead letter", async () => {
  const { store, kafka, moves } = await spooled(["a", "bad", "c"], { clock: () => 7_000 });
  kafka.refuse = ({ topic, value }) =>
    topic === "orders" && String(value) === "bad" ? "INVALID_TIMESTAMP" : undefined;
  kafka.isUp = true;
  await untilClosed(store);
  const letter = kafka.records.find(({ topic }) => topic === "dead");
  expect(letter).toMatchObject({ key: Buffer.from("key"), value: Buffer.from("bad"), timestampMs: 7_000 });
  expect(letter?.headers).toEqual({
    "dead-letter-reason": "the broker refused a record for orders with INVALID_TIMESTAMP; correct the record",
    "dead-letter-code": "KAFKA_RECORD_REFUSED",
    "dead-letter-origin": "spool",
    "dead-letter-time": "7000",
    "event-id": "bad",
    "correlation-id": "c-1",
    "original-topic": "orders",
  });
  expect(moves.find(([id]) => id === "bad")?.[1]).toMatchObject({ in: "kafka", topic: "dead" });
  expect(store.facts).toMatchObject({ events: 0, replayed: 2, deadLettered: 1, parkedEvents: 0 });
});

test("a topic that is made in time gets its events", async () => {
  const { store, kafka } = await spooled(["a"], { topicPatienceMs: 60_000 });
  kafka.missingTopics.add("orders");
  kafka.isUp = true;
  await expect.poll(() => store.facts.reason, { interval: 1 }).toMatch(/orders does not exist/);
  kafka.missingTopics.clear();
  await untilClosed(store);
  expect(kafka.values).toEqual(["a"]);
});

test("what no topic takes is parked and hinders nobody", async () => {
  const { store, kafka } = await spooled(["a", "b"]);
  kafka.missingTopics.add("orders").add("dead");
  kafka.isUp = true;
  await untilClosed(store);
  expect(store.facts).toMatchObject({ events: 0, parkedEvents: 2 });
  expect(await store.store([recordOf("c", "others")])).toMatchObject([{ in: "kafka" }]);
});

test("what was parked is tried again", async () => {
  const { store, kafka } = await spooled(["a", "b"], { parkedPauseMs: 1 });
  kafka.missingTopics.add("orders").add("dead");
  kafka.isUp = true;
  await expect.poll(() => store.facts.parked, { interval: 1 }).toBeGreaterThan(2);
  kafka.missingTopics.clear();
  await expect.poll(() => store.facts.parkedEvents, { interval: 1 }).toBe(0);
  expect(kafka.values).toEqual(["a", "b"]);
});

test("a dead letter that is refused is parked, not buried again", async () => {
  const { store, kafka } = await spooled([]);
  await store.store([recordOf("letter", "dead")]);
  kafka.refuse = () => "MESSAGE_TOO_LARGE";
  kafka.isUp = true;
  await untilClosed(store);
  expect(store.facts).toMatchObject({ parkedEvents: 1, deadLettered: 0 });
});

/** A store with events in its spool and Kafka away. */
async function spooled(texts: readonly string[], options: Partial<SpoolingStoreOptions> = {}) {
  const kafka = new SwitchedKafka();
  kafka.isUp = false;
  const { store, moves } = await openStore(kafka, temporaryFolder(), options);
  onTestFinished(() => store.close());
  await store.start();
  await store.store(texts.map((text) => recordOf(text)));
  return { store, kafka, moves };
}
