import { describe, expect, it } from "vitest";
import { percentile, summarize } from "../../bench/statistics.ts";

describe("summarize", () => {
  it("gives the middle of an odd number of values", () => {
    expect(summarize([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 });
  });

  it("gives the mean of the two middle values", () => {
    expect(summarize([4, 1, 3, 2]).median).toBe(2.5);
  });

  it("leaves the values in their order", () => {
    const values = [3, 1, 2];
    summarize(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it("refuses an empty list", () => {
    expect(() => summarize([])).toThrow("no values to summarize");
  });
});

describe("percentile", () => {
  it("lies between neighbours in proportion", () => {
    expect(percentile([0, 10], 99)).toBeCloseTo(9.9);
  });

  it("sorts by number, not by text", () => {
    expect(percentile([10, 9, 100], 50)).toBe(10);
  });

  it("refuses a percentage beyond 100", () => {
    expect(() => percentile([1], 101)).toThrow("percent is 101, expected 0 to 100");
  });
});
