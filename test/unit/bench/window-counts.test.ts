import { expect, it } from "vitest";
import { WindowCounts } from "../../bench/window-counts.ts";

const ten = Date.parse("2026-01-15T10:00:00Z");

function counts(...rows: readonly [minute: number, postcode: string, count: number][]): WindowCounts {
  const made = new WindowCounts();
  for (const [minute, postcode, count] of rows) made.set(ten + minute * 60_000, postcode, count);
  return made;
}

it("finds no difference between equal counts", () => {
  expect(counts([0, "SW19", 3]).differences(counts([0, "SW19", 3]))).toEqual([]);
});

it("names window, postcode, found and expected count", () => {
  expect(counts([0, "SW19 1AA", 3], [1, "EC1A", 1]).differences(counts([0, "SW19 1AA", 4]))).toEqual([
    "window 2026-01-15T10:00:00.000Z of SW19 1AA: found 4, expected 3",
    "window 2026-01-15T10:01:00.000Z of EC1A: found no row, expected 1",
  ]);
});

it("names rows that should not be there", () => {
  expect(counts().differences(counts([0, "SW19", 1]))).toEqual([
    "window 2026-01-15T10:00:00.000Z of SW19: found 1, expected no row",
  ]);
});

it("stops after the given number of differences", () => {
  expect(counts([0, "A", 1], [0, "B", 1], [0, "C", 1]).differences(counts(), 2)).toHaveLength(2);
});

it("adds up counts of one window", () => {
  const made = counts([0, "SW19", 3]);
  made.add(ten, "SW19", 2);
  expect([made.sum, made.size]).toEqual([5, 1]);
});
