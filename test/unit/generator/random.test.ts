import { describe, expect, test } from "vitest";
import { hashText, Random } from "../../../packages/generator/src/random/random.ts";
import { WeightedChoice } from "../../../packages/generator/src/random/weighted-choice.ts";
import { zipf } from "../../../packages/generator/src/random/zipf.ts";

const draws = 100_000;

function counts(draw: () => number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (let at = 0; at < draws; at++) {
    const value = draw();
    found.set(value, (found.get(value) ?? 0) + 1);
  }
  return found;
}

describe("Random", () => {
  test("gives the same sequence on every machine", () => {
    const random = new Random("7");
    expect([random.bits(), random.bits(), random.uuid()]).toEqual([
      3_799_918_957,
      762_440_409,
      "b510cc0b-67a5-45e5-ac97-4342e02e18dd",
    ]);
  });

  test("makes UUIDs of version 4 that differ", () => {
    const random = new Random("uuids");
    const made = new Set(Array.from({ length: draws }, () => random.uuid()));
    expect(made.size).toBe(draws);
    const version4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
    expect([...made].filter((uuid) => !version4.test(uuid))).toEqual([]);
  });

  test("draws whole numbers with both ends, all alike", () => {
    const random = new Random("dice");
    const found = counts(() => random.integer(1, 6));
    expect([...found.keys()].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const count of found.values()) expect(count / draws).toBeCloseTo(1 / 6, 2);
  });

  test("draws whole numbers up to the greatest safe one", () => {
    const random = new Random("wide");
    const found = Array.from({ length: 1_000 }, () => random.integer(0, Number.MAX_SAFE_INTEGER));
    expect(found.every(Number.isSafeInteger)).toBe(true);
    expect(found.filter((value) => value % 2 === 1).length).toBeGreaterThan(400);
  });

  test("draws times whose mean is the given one", () => {
    const random = new Random("times");
    let sum = 0;
    for (let at = 0; at < draws; at++) sum += random.exponential(250);
    expect(sum / draws / 250).toBeCloseTo(1, 1);
  });

  test("hashes texts that are alike far apart", () => {
    const hashes = Array.from({ length: 1_000 }, (_, at) => hashText(`user-${at}`));
    expect(new Set(hashes.map((hash) => hash % 4096)).size).toBeGreaterThan(800);
  });
});

describe("WeightedChoice", () => {
  test("chooses by weight", () => {
    const choice = new WeightedChoice([
      { value: 1, weight: 5 },
      { value: 2, weight: 3 },
      { value: 3, weight: 2 },
      { value: 4, weight: 0 },
    ]);
    const random = new Random("weights");
    const found = counts(() => choice.pick(random));
    expect([1, 2, 3].map((value) => Math.round(((found.get(value) ?? 0) / draws) * 100))).toEqual([
      50, 30, 20,
    ]);
    expect(found.has(4)).toBe(false);
  });

  test("refuses choices without a weight", () => {
    expect(() => new WeightedChoice([{ value: 1, weight: 0 }])).toThrow("no choice has a weight above 0");
  });
});

describe("zipf", () => {
  test.each([0.5, 1, 1.1, 2])("gives key k the share of 1/k^%d", (skew) => {
    const keys = zipf(1_000, skew);
    const random = new Random("keys");
    const found = counts(() => keys.pick(random));
    let sum = 0;
    for (let key = 1; key <= 1_000; key++) sum += key ** -skew;
    for (const key of [1, 2, 5, 20]) expect((found.get(key) ?? 0) / draws).toBeCloseTo(key ** -skew / sum, 2);
    expect(Math.min(...found.keys())).toBe(1);
    expect(Math.max(...found.keys())).toBeLessThanOrEqual(1_000);
  });

  test("makes all keys alike without skew", () => {
    const keys = zipf(10, 0);
    const random = new Random("keys");
    for (const count of counts(() => keys.pick(random)).values()) expect(count / draws).toBeCloseTo(0.1, 2);
  });
});
