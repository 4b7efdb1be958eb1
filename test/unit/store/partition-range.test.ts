import { describe, expect, test } from "vitest";
import { freeRange, rangeAt } from "../../../packages/store/src/keeper/partition-range.ts";

const range = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });

describe("a partition's range", () => {
  test.each([
    ["hour", "2026-01-15T10:00:00Z", "2026-01-15T11:00:00Z"],
    ["day", "2026-01-15T00:00:00Z", "2026-01-16T00:00:00Z"],
    ["week", "2026-01-12T00:00:00Z", "2026-01-19T00:00:00Z"],
    ["month", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"],
  ] as const)("of a %s begins where UTC's does", (width, from, to) => {
    expect(rangeAt(width, new Date("2026-01-15T10:59:59.999Z"))).toEqual(range(from, to));
  });

  test("holds times from before 1970", () => {
    const at = new Date("1969-12-31T23:30:00Z");
    expect(rangeAt("day", at)).toEqual(range("1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"));
  });

  test("ends where a partition of another width begins", () => {
    const week = range("2026-01-12T00:00:00Z", "2026-01-19T00:00:00Z");
    const days = [
      range("2026-01-12T00:00:00Z", "2026-01-13T00:00:00Z"),
      range("2026-01-15T00:00:00Z", "2026-01-16T00:00:00Z"),
    ];
    const at = new Date("2026-01-13T12:00:00Z");
    expect(freeRange(week, at, days)).toEqual(range("2026-01-13T00:00:00Z", "2026-01-15T00:00:00Z"));
  });

  test("is not needed where a partition holds the time", () => {
    const day = range("2026-01-12T00:00:00Z", "2026-01-13T00:00:00Z");
    expect(freeRange(day, day.from, [day])).toBeUndefined();
  });
});
