import fc from "fast-check";
import { expect, test } from "vitest";
import type { IndexedReceipts } from "../../../../apps/publisher/src/receipts/indexed-receipts.ts";
import type { EventKey, Receipt } from "../../../../apps/publisher/src/receipts/receipts.ts";
import { MapReceipts } from "../map-receipts.ts";
import { inKafka, inSpool, key, TestReceipts, weakFingerprint } from "./parts.ts";

const someKey = fc.record({
  topic: fc.constantFrom("orders", "page-views"),
  eventId: fc.constantFrom("a", "b", "ab", "ba", "abc", "abd", "€", "x".repeat(600), "x".repeat(601)),
});
const kept = fc.oneof(
  fc.nat().map((offset) => (topic: string) => inKafka(offset, topic)),
  fc.constant((topic: string) => inSpool(topic)),
  fc.constant(() => undefined),
);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ claim: fc.array(someKey, { minLength: 1, maxLength: 6 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({ settle: fc.array(kept, { minLength: 6, maxLength: 6 }), which: fc.nat() }),
  },
  { weight: 2, arbitrary: fc.record({ move: someKey, to: fc.nat() }) },
  { weight: 1, arbitrary: fc.constant({ restart: true }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Does the same to the receipts and to a Map, and compares what they say. */
class Comparison {
  readonly #test = new TestReceipts({ maxEvents: 10_000 }, weakFingerprint());
  #receipts: IndexedReceipts | undefined;
  #model = new MapReceipts();
  #claimed: EventKey[][] = [];
  #known = new Map<string, EventKey>();

  async begin(): Promise<void> {
    this.#receipts = await this.#test.open();
  }

  /** @returns what the receipts say, and the Map */
  async take(step: Step): Promise<readonly [unknown, unknown]> {
    if ("claim" in step) return this.#claim(step.claim);
    else if ("settle" in step) await this.#settle(step.settle, step.which);
    else if ("move" in step) await this.#move(step.move, step.to);
    else await this.#restart();
    return [this.#own.peek(everyKey), this.#model.peek(everyKey)];
  }

  get #own(): IndexedReceipts {
    return this.#receipts!;
  }

  #claim(keys: readonly EventKey[]): readonly [unknown, unknown] {
    const own = this.#own.claim(keys);
    const expected = this.#model.claim(keys);
    this.#claimed.push(keys.filter((_, at) => expected[at] === "new"));
    return [own.map(withoutPromise), expected.map(withoutPromise)];
  }

  async #settle(outcomes: readonly ((topic: string) => Receipt | undefined)[], which: number): Promise<void> {
    const [keys] = this.#claimed.splice(which % Math.max(1, this.#claimed.length), 1);
    if (keys === undefined) return;
    const receipts = keys.map(({ topic }, at) => outcomes[at]?.(topic));
    await Promise.all([this.#own.settle(keys, receipts), this.#model.settle(keys, receipts)]);
    keys.forEach((key, at) => receipts[at] !== undefined && this.#known.set(JSON.stringify(key), key));
  }

  async #move(key: EventKey, offset: number): Promise<void> {
    if (this.#model.peek([key])[0] === undefined) return;
    const { place } = inKafka(offset, key.topic);
    this.#own.moved(key, place);
    this.#model.moved(key, place);
    await this.#own.settle([], []);
  }

  /** What was not settled is unknown behind a restart. */
  async #restart(): Promise<void> {
    const model = new MapReceipts();
    const keys = [...this.#known.values()];
    const receipts = this.#model.peek(keys);
    void model.claim(keys);
    await model.settle(keys, receipts);
    this.#model = model;
    this.#claimed = [];
    this.#receipts = await this.#test.open();
  }
}

const everyKey = ["orders", "page-views"].flatMap((topic) =>
  ["a", "b", "ab", "ba", "abc", "abd", "€", "x".repeat(600), "x".repeat(601)].map((id) => key(id, topic)),
);

function withoutPromise(claim: unknown): unknown {
  return claim instanceof Promise ? "under way" : claim;
}

test("receipts are those of a map, though fingerprints meet", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const comparison = new Comparison();
      await comparison.begin();
      for (const one of steps) {
        const [own, expected] = await comparison.take(one);
        expect(own).toEqual(expected);
      }
    }),
    { numRuns: 200 },
  );
});
