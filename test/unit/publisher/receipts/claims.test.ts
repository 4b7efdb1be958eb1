import { expect, test } from "vitest";
import { inKafka, inSpool, keep, key, TestReceipts, weakFingerprint } from "./parts.ts";

test("whoever brings what is under way waits for it", async () => {
  const receipts = await new TestReceipts().open();
  expect(receipts.claim([key("a")])).toEqual(["new"]);
  const [waiting] = receipts.claim([key("a")]);
  await receipts.settle([key("a")], [inKafka(7)]);
  expect(await waiting).toEqual(inKafka(7));
});

test("an event twice in one request is one event", async () => {
  const receipts = await new TestReceipts().open();
  const [first, second, other] = receipts.claim([key("a"), key("a"), key("b")]);
  expect([first, other]).toEqual(["new", "new"]);
  await receipts.settle([key("a"), key("b")], [inKafka(1), inKafka(2)]);
  expect(await second).toEqual(inKafka(1));
});

test("what is not kept may come again", async () => {
  const receipts = await new TestReceipts().open();
  const [, waiting] = receipts.claim([key("a"), key("a")]);
  await receipts.settle([key("a")], [undefined]);
  expect(await waiting).toBeUndefined();
  expect(receipts.claim([key("a")])).toEqual(["new"]);
});

test("the same id in another topic is another event", async () => {
  const receipts = await new TestReceipts().open();
  await keep(receipts, [key("a")], [inKafka(1)]);
  expect(receipts.claim([key("a", "carts"), key("a")])).toEqual(["new", inKafka(1)]);
});

test("ids whose fingerprints meet are told apart", async () => {
  const receipts = await new TestReceipts({}, weakFingerprint()).open();
  const keys = Array.from({ length: 300 }, (_, at) => key(`event-${1_000 + at}`));
  await keep(
    receipts,
    keys,
    keys.map((_, at) => inKafka(at)),
  );
  expect(receipts.peek(keys)).toEqual(keys.map((_, at) => inKafka(at)));
  expect(receipts.claim([key("event-9999")])).toEqual(["new"]);
});

test("events are settled in any order", async () => {
  const receipts = await new TestReceipts().open();
  const keys = ["a", "b", "c", "d"].map((id) => key(id));
  expect(receipts.claim(keys)).toEqual(["new", "new", "new", "new"]);
  await receipts.settle([key("d"), key("b")], [inKafka(4), inKafka(2)]);
  await receipts.settle([key("a"), key("c")], [inKafka(1), inKafka(3)]);
  expect(receipts.peek(keys)).toEqual([1, 2, 3, 4].map((offset) => inKafka(offset)));
  expect(receipts.facts()).toMatchObject({ events: 4, eventsUnderWay: 0 });
});

test("those who wait are told though the event was pushed out", async () => {
  const receipts = await new TestReceipts({ maxEvents: 2 }).open();
  const [, waiting] = receipts.claim([key("a"), key("a")]);
  expect(receipts.claim([key("b"), key("c"), key("d")])).toEqual(["new", "new", "new"]);
  await receipts.settle([key("a")], [inKafka(1)]);
  expect(await waiting).toEqual(inKafka(1));
  expect(receipts.peek([key("a")])).toEqual([undefined]);
});

test("a replayed event is in Kafka from then on", async () => {
  const clock = new TestReceipts();
  const receipts = await clock.open();
  await keep(receipts, [key("a")], [inSpool()]);
  receipts.moved(key("a"), inKafka(9).place);
  await receipts.settle([], []);
  expect(receipts.peek([key("a")])).toEqual([inKafka(9)]);
  expect((await clock.open()).peek([key("a")])).toEqual([inKafka(9)]);
});

test("a replay overtakes the receipt of the spool", async () => {
  const clock = new TestReceipts();
  const receipts = await clock.open();
  expect(receipts.claim([key("a")])).toEqual(["new"]);
  const settled = receipts.settle([key("a")], [inSpool()]);
  receipts.moved(key("a"), inKafka(9).place);
  await settled;
  await receipts.settle([], []);
  expect(receipts.peek([key("a")])).toEqual([inKafka(9)]);
  expect((await clock.open()).peek([key("a")])).toEqual([inKafka(9)]);
});

test("a replay makes a forgotten event known again", async () => {
  const clock = new TestReceipts();
  const receipts = await clock.open();
  receipts.moved(key("a"), inKafka(9).place);
  await receipts.settle([], []);
  expect(await receipts.find("a")).toEqual([{ ...inKafka(9), receivedAtMs: clock.nowMs }]);
});

test("a dead letter is found by the topic it was meant for", async () => {
  const receipts = await new TestReceipts().open();
  await keep(receipts, [key("a")], [inSpool()]);
  receipts.moved(key("a"), inKafka(3, "dead-letters").place);
  await receipts.settle([], []);
  expect(receipts.peek([key("a")])).toEqual([inKafka(3, "dead-letters")]);
});

test("an id is found in every topic that has it", async () => {
  const receipts = await new TestReceipts({}, weakFingerprint()).open();
  await keep(
    receipts,
    [key("a"), key("a", "carts"), key("b")],
    [inKafka(1), inKafka(2, "carts"), inKafka(3)],
  );
  expect(await receipts.find("a")).toEqual([inKafka(1), inKafka(2, "carts")]);
  expect(await receipts.find("c")).toEqual([]);
});

test("what cannot be written is forgotten and counted", async () => {
  const clock = new TestReceipts();
  const receipts = await clock.open();
  clock.log.append = () => Promise.reject(new Error("ENOSPC"));
  const [, waiting] = receipts.claim([key("a"), key("a")]);
  await receipts.settle([key("a")], [inKafka(1)]);
  expect(await waiting).toEqual(inKafka(1));
  expect(receipts.claim([key("a")])).toEqual(["new"]);
  expect(receipts.facts().failures).toBe(1);
});

test("whether it can be written is told when that changes", async () => {
  const clock = new TestReceipts();
  const receipts = await clock.open();
  const fault = new Error("ENOSPC");
  const append = clock.log.append.bind(clock.log);
  clock.log.append = () => Promise.reject(fault);
  for (const id of ["a", "b"]) await keep(receipts, [key(id)], [inKafka(1)]);
  expect(receipts.facts().fault).toBe("ENOSPC");
  clock.log.append = append;
  await keep(receipts, [key("c")], [inKafka(3)]);
  expect(receipts.facts().fault).toBeUndefined();
  expect(clock.faults).toEqual([fault, undefined]);
});

test("a large request is settled in many blocks", async () => {
  const clock = new TestReceipts({ maxEvents: 20_000 });
  const keys = Array.from({ length: 10_000 }, (_, at) =>
    key(`event-${at}`, at % 3 === 0 ? "carts" : "orders"),
  );
  const receipts = keys.map(({ topic }, at) => inKafka(at * 1e9, topic));
  await keep(await clock.open(), keys, receipts);
  expect((await clock.open()).peek(keys)).toEqual(receipts);
});
