import fc from "fast-check";
import { expect, test } from "vitest";
import type { IndexedReceipts } from "../../../../apps/publisher/src/receipts/indexed-receipts.ts";
import { inKafka, keep, key, TestReceipts, weakFingerprint } from "./parts.ts";

/** Takes events one by one, some of them after a while; the offsets say how many came before. */
async function keepInTurn(clock: TestReceipts, receipts: IndexedReceipts, waitsMs: readonly number[]) {
  const takenAtMs: number[] = [];
  for (const [at, waitMs] of waitsMs.entries()) {
    clock.nowMs += waitMs;
    await keep(receipts, [key(`event-${at}`)], [inKafka(at)]);
    takenAtMs.push(clock.nowMs);
  }
  return takenAtMs;
}

test("an event is known until the horizon has passed", async () => {
  const clock = new TestReceipts({ horizonMs: 256_000 });
  const receipts = await clock.open();
  await keep(receipts, [key("a")], [inKafka(1)]);
  clock.nowMs += 256_000;
  expect(receipts.peek([key("a")])).toEqual([inKafka(1)]);
  clock.nowMs += 1_000;
  expect(receipts.peek([key("a")])).toEqual([undefined]);
  expect(receipts.claim([key("a")])).toEqual(["new"]);
});

test("a restart does not make the horizon longer", async () => {
  const clock = new TestReceipts({ horizonMs: 256_000 });
  await keep(await clock.open(), [key("a")], [inKafka(1)]);
  clock.nowMs += 200_000;
  await keep(await clock.open(), [key("b")], [inKafka(2)]);
  clock.nowMs += 57_001;
  const receipts = await clock.open();
  expect(receipts.peek([key("a"), key("b")])).toEqual([undefined, inKafka(2)]);
});

test("the oldest event goes when one more comes", async () => {
  const clock = new TestReceipts({ maxEvents: 3 });
  const receipts = await clock.open();
  await keepInTurn(clock, receipts, [0, 30_000, 30_000, 30_000]);
  const known = receipts.peek([0, 1, 2, 3].map((at) => key(`event-${at}`)));
  expect(known).toEqual([undefined, inKafka(1), inKafka(2), inKafka(3)]);
  expect(receipts.facts()).toMatchObject({ events: 3, horizonSeconds: 60 });
});

test("the log keeps within its bytes", async () => {
  const clock = new TestReceipts({ maxLogBytes: 10_000 });
  const receipts = await clock.open();
  await keepInTurn(
    clock,
    receipts,
    Array.from({ length: 900 }, () => 5_000),
  );
  expect(clock.log.sizeBytes).toBeLessThan(10_000);
  const { events, horizonSeconds } = receipts.facts();
  expect(events).toBeGreaterThan(100);
  expect(horizonSeconds).toBeLessThan(3_600);
  expect(receipts.peek([key("event-899")])).toEqual([inKafka(899)]);
});

test("nothing else is known than what is within bounds", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 400 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(undefined, weakFingerprint()),
      async (waitsMs, maxEvents, fingerprint) => {
        const horizonMs = 2_560;
        const clock = new TestReceipts({ horizonMs, maxEvents }, fingerprint);
        const takenAtMs = await keepInTurn(clock, await clock.open(), waitsMs);
        const receipts = await clock.open();
        const known = receipts.peek(takenAtMs.map((_, at) => key(`event-${at}`)));
        const ages = takenAtMs.map((atMs) => clock.nowMs - atMs);
        const newest = ages.slice(-maxEvents).filter((ageMs) => ageMs <= horizonMs).length;
        const outside = ages.filter((ageMs) => ageMs > horizonMs + 10).length;
        expect(known.slice(ages.length - newest)).toEqual(
          ages.map((_, at) => inKafka(at)).slice(ages.length - newest),
        );
        expect(known.slice(0, outside).every((receipt) => receipt === undefined)).toBe(true);
      },
    ),
  );
});

test("a clock that is set back forgets nothing", async () => {
  const clock = new TestReceipts({ horizonMs: 60_000 });
  await keep(await clock.open(), [key("a")], [inKafka(1)]);
  clock.nowMs -= 86_400_000;
  const receipts = await clock.open();
  await keep(receipts, [key("b")], [inKafka(2)]);
  expect(receipts.peek([key("a"), key("b")])).toEqual([inKafka(1), inKafka(2)]);
});

test("many events are forgotten at once", async () => {
  const clock = new TestReceipts({ horizonMs: 60_000 });
  const receipts = await clock.open();
  const keys = Array.from({ length: 900 }, (_, at) => key(`event-${at}`));
  await keep(
    receipts,
    keys,
    keys.map((_, at) => inKafka(at)),
  );
  clock.nowMs += 61_000;
  expect(receipts.peek(keys)).toEqual(keys.map(() => undefined));
  expect(await receipts.find("event-899")).toEqual([]);
});
