import { expect, test } from "vitest";
import { span, utc, utcRange } from "../../../../packages/workbench/src/doctor/show/time-text.ts";
import { at } from "./statement-facts.ts";

test("instants are written in UTC", () => {
  expect(utc(at(14, 31, 5))).toBe("2026-01-15 14:31:05 UTC");
  expect(utc(at(14, 31, 5) + 7)).toBe("2026-01-15 14:31:05.007 UTC");
  expect(utc(1e16)).toBe("10000000000000000 ms since 1970 UTC");
});

test("stretches of time name their day once", () => {
  expect(utcRange(at(14), at(14, 1))).toBe("2026-01-15 14:00–14:01 UTC");
  expect(utcRange(at(14), at(14, 0, 10))).toBe("2026-01-15 14:00:00–14:00:10 UTC");
  expect(utcRange(at(23), at(24))).toBe("2026-01-15 23:00–2026-01-16 00:00 UTC");
});

test.each([
  [0, "0 ms"],
  [850, "850 ms"],
  [2_000, "2 s"],
  [-90_000, "1 min 30 s"],
  [7_500_000, "2 h 5 min"],
  [86_400_000 * 3 + 1, "3 d"],
])("%d ms is %s", (ms, text) => {
  expect(span(ms)).toBe(text);
});
