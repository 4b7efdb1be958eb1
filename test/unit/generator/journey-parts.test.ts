import type { GeneratorJourney } from "@millrace/domain";
import { meanLength } from "@millrace/generator";
import { describe, expect, test } from "vitest";
import { Agenda } from "../../../packages/generator/src/journey/agenda.ts";
import { DailyShape } from "../../../packages/generator/src/journey/daily-shape.ts";
import { Random } from "../../../packages/generator/src/random/random.ts";

const hourMs = 3_600_000;
const midnight = Date.parse("2026-01-15T00:00:00Z");

function journey(steps: Readonly<Record<string, Readonly<Record<string, number>>>>): GeneratorJourney {
  return {
    name: "j",
    weight: 1,
    start: Object.keys(steps)[0] ?? "",
    steps: Object.entries(steps).map(([name, next]) => ({
      name,
      event: name,
      next: Object.entries(next).map(([to, weight]) => ({ name: to, weight })),
      thinkTimeMs: 0,
      keep: [],
    })),
  };
}

describe("meanLength", () => {
  test("is 1 for a single step", () => {
    expect(meanLength(journey({ a: {} }))).toBe(1);
  });

  test("counts a step that repeats itself", () => {
    expect(meanLength(journey({ a: { a: 0.75, end: 0.25 } }))).toBeCloseTo(4, 9);
  });

  test("adds up the ways through a journey", () => {
    expect(meanLength(journey({ a: { b: 1, c: 1 }, b: {}, c: { b: 3, end: 1 } }))).toBeCloseTo(2.375, 9);
  });
});

describe("DailyShape", () => {
  /** Arrivals in each hour of a day, at a mean of 1,000 an hour. */
  function arrivals(weights: readonly number[]): readonly number[] {
    const shape = new DailyShape(weights);
    const random = new Random("arrivals");
    const hours = Array.from({ length: 24 }, () => 0);
    for (let at = midnight; ;) {
      at = shape.next(at, random.exponential(1), 1_000 / hourMs);
      if (at >= midnight + 24 * hourMs) return hours;
      const hour = Math.floor((at - midnight) / hourMs);
      hours[hour] = (hours[hour] ?? 0) + 1;
    }
  }

  test("gives each hour its weight", () => {
    const hours = arrivals(Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 1 : 3)));
    const [morning, evening] = [hours.slice(0, 12), hours.slice(12)].map((half) =>
      half.reduce((sum, count) => sum + count, 0),
    );
    expect((morning ?? 0) / 12_000).toBeCloseTo(0.5, 1);
    expect((evening ?? 0) / 12_000).toBeCloseTo(1.5, 1);
  });

  test("passes over hours in which nothing comes", () => {
    const hours = arrivals(Array.from({ length: 24 }, (_, hour) => (hour === 20 ? 1 : 0)));
    expect(hours.filter((count) => count > 0)).toHaveLength(1);
    expect((hours[20] ?? 0) / 24_000).toBeCloseTo(1, 1);
  });

  test("needs 24 weights with one above 0", () => {
    expect(() => new DailyShape([1, 2])).toThrow("24 weights, of which one is above 0; found 1, 2");
  });
});

describe("Agenda", () => {
  test("gives the earliest first, and the first added of two at once", () => {
    const agenda = new Agenda<string>();
    const times = [5, 3, 9, 3, 1, 5, 0, 7];
    times.forEach((timeMs, at) => agenda.add(timeMs, `${timeMs}${"abcdefgh"[at]}`));
    expect(agenda.nextMs).toBe(0);
    const taken = times.map(() => agenda.take());
    expect(taken).toEqual(["0g", "1e", "3b", "3d", "5a", "5f", "7h", "9c"]);
    expect([agenda.take(), agenda.nextMs]).toEqual([undefined, Infinity]);
  });
});
