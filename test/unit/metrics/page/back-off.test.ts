import { describe, expect, it } from "vitest";
import { backOffMs, retryAfterMs } from "../../../../apps/metrics/page/stream/back-off.ts";

describe("backOffMs", () => {
  it("doubles up to half a minute", () => {
    expect([1, 2, 3, 8, 100].map((attempt) => backOffMs(attempt, 1))).toEqual([
      500, 1_000, 2_000, 30_000, 30_000,
    ]);
  });

  it("spreads pages over the upper half", () => {
    expect([backOffMs(3, 0), backOffMs(3, 0.5)]).toEqual([1_000, 1_500]);
  });
});

describe("retryAfterMs", () => {
  const now = Date.parse("2026-03-01T12:00:00.000Z");

  it.each([
    [null, undefined],
    ["7", 7_000],
    ["999999", 600_000],
    ["Sun, 01 Mar 2026 12:00:05 GMT", 5_000],
    ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
    ["soon", undefined],
  ])("reads %j as %s", (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
