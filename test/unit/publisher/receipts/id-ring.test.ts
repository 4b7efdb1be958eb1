import fc from "fast-check";
import { expect, test } from "vitest";
import { IdRing } from "../../../../apps/publisher/src/receipts/id-ring.ts";

interface Entry {
  readonly high: number;
  readonly value: number;
  isKnown: boolean;
}

/** Halves that are far apart, near to each other, and at the end of the table. */
const high = fc.oneof(
  fc.nat({ max: 3 }),
  fc.constantFrom(0xffffffff, 0xfffffffe),
  fc.nat({ max: 0xffffffff }),
);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: high }) },
  { weight: 1, arbitrary: fc.record({ forget: fc.nat() }) },
  { weight: 1, arbitrary: fc.constant({ drop: true }) },
);

function valuesOf(ring: IdRing, high: number): readonly number[] {
  const values: number[] = [];
  let slot = ring.next(high, 5, ring.home(high));
  while (slot !== -1) {
    values.push(ring.value(ring.at(slot)));
    slot = ring.next(high, 5, slot + 1);
  }
  return values.sort((one, other) => one - other);
}

test("a ring is a list from which the oldest go", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 80 }), (capacity, steps) => {
      const ring = new IdRing(capacity);
      let list: Entry[] = [];
      for (const [value, one] of steps.entries()) {
        if ("add" in one) {
          ring.add(one.add, 5, value);
          list = [...list, { high: one.add, value, isKnown: true }].slice(-capacity);
        } else if (list.length > 0 && "drop" in one) {
          ring.dropOldest();
          list = list.slice(1);
        } else if (list.length > 0 && "forget" in one) {
          const at = one.forget % list.length;
          ring.forget(ring.entryOf(ring.dropped + at));
          list[at]!.isKnown = false;
        }
        const known = list.filter(({ isKnown }) => isKnown);
        expect(ring.live).toBe(known.length);
        for (const { high } of list)
          expect(valuesOf(ring, high)).toEqual(
            known.filter((other) => other.high === high).map(({ value }) => value),
          );
      }
    }),
  );
});

test("two million ids take 57 MB", () => {
  expect(new IdRing(2_000_000).sizeBytes).toBe(57_333_344);
});
