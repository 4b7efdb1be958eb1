import { parseRate } from "@millrace/domain";
import { describe, expect, test } from "vitest";

describe("parseRate", () => {
  test.each([
    ["5 per second", 5],
    ["300 events per minute", 5],
    ["7200 an hour", 2],
    ["0.5 per second", 0.5],
    ["86400/d", 1],
  ])("reads %s as %d a second", (text, rate) => {
    expect(parseRate(text)).toBeCloseTo(rate, 9);
  });

  test.each(["", "5", "0 per second", "-1 per second", "5 per week", "five per second"])(
    "refuses %j",
    (text) => {
      expect(parseRate(text)).toBeUndefined();
    },
  );
});
