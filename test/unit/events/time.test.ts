import { compileEvent } from "@millrace/events";
import { describe, expect, test } from "vitest";
import { column, eventPlan, faultsOf, nowMs, valueOf } from "./event-plan.ts";

type Unit = "seconds" | "millis" | "iso";

const time = (unit: Unit) => ({ kind: "timestamp", unit }) as const;

/** What is wrong with an event's own time. */
function eventTimeFaults(unit: Unit, ts: unknown): readonly string[] {
  const columns = [column("happened_at", time(unit), { attribute: "ts" })];
  const parsed = compileEvent({ ...eventPlan([]), columns }).parse({ ts }, nowMs);
  return parsed.ok ? [] : parsed.problems.map(({ path, expected }) => `${path.join("/")}: ${expected}`);
}

describe("ISO 8601", () => {
  test.each([
    "2026-01-15T10:30:00Z",
    "2026-01-15T10:30:00.123Z",
    "2026-01-15T10:30:00.5+05:30",
    "2026-01-15T10:30-0800",
    "2024-02-29T23:59:59.999-00:01",
    "0050-06-01T00:00:00Z",
  ])("reads %s as the platform does", (text) => {
    expect(valueOf(time("iso"), text)).toBe(Date.parse(text));
  });

  test("leaves out what is finer than a millisecond", () => {
    expect(valueOf(time("iso"), "2026-01-15T10:30:00.123999999z")).toBe(
      Date.UTC(2026, 0, 15, 10, 30, 0, 123),
    );
  });

  test.each([
    "2023-02-29T00:00:00Z",
    "2023-00-01T00:00:00Z",
    "2023-01-01T24:00:00Z",
    "2023-01-01T00:60:00Z",
    "2023-01-01T00:00:60Z",
    "2023-01-01T00:00:00+24:00",
    "2023-01-01",
    "yesterday",
    true,
  ])("refuses %s", (text) => {
    expect(faultsOf(time("iso"), text)).toEqual([
      "value: an ISO 8601 time with its offset, such as 2026-01-15T10:30:00Z",
    ]);
  });

  test("asks for the offset where there is none", () => {
    expect(faultsOf(time("iso"), "2026-01-15T10:30:00")).toEqual([
      "value: an ISO 8601 time with its offset, and this one has none (2026-01-15T10:30:00Z, if it is UTC)",
    ]);
  });

  test.each([1_611_662_684, 1_611_662_684_000])("says what %d would be as text", (value) => {
    expect(faultsOf(time("iso"), value)).toEqual([
      "value: an ISO 8601 time with its offset, as text: this looks like 2021-01-26T12:04:44.000Z",
    ]);
  });
});

describe("epoch times", () => {
  test.each([
    ["seconds", 1_611_662_684.5, "whole seconds since 1970, as a number"],
    ["seconds", "1611662684", "whole seconds since 1970, as a number"],
    [
      "seconds",
      1_611_662_684_123,
      "seconds since 1970; this looks like milliseconds, divide it by 1000 (1611662684)",
    ],
    ["millis", 1.5, "whole milliseconds since 1970, as a number"],
  ] as const)("in %s refuse %s", (unit, value, expected) => {
    expect(faultsOf(time(unit), value)).toEqual([`value: ${expected}`]);
  });

  test("become milliseconds", () => {
    expect([valueOf(time("seconds"), -1), valueOf(time("millis"), 5)]).toEqual([-1000, 5]);
  });
});

describe("an event's own time", () => {
  test.each([
    ["seconds", -1, "seconds since 1970 between the years 2000 (946684800) and 2100 (4102444800)"],
    [
      "millis",
      1_611_662_684,
      "milliseconds since 1970; this looks like seconds, multiply it by 1000 (1611662684000)",
    ],
    [
      "millis",
      4_102_444_800_000,
      "milliseconds since 1970 between the years 2000 (946684800000) and 2100 (4102444800000)",
    ],
    ["iso", "1999-12-31T23:59:59Z", "a time between the years 2000 and 2100"],
    ["seconds", nowMs / 1000 + 3601, "a time at most 3600 seconds ahead of now (1611662700)"],
    ["millis", nowMs + 3_600_001, "a time at most 3600 seconds ahead of now (1611662700000)"],
    [
      "iso",
      "2021-01-26T13:05:00.001Z",
      "a time at most 3600 seconds ahead of now (2021-01-26T12:05:00.000Z)",
    ],
  ] as const)("in %s refuses %s", (unit, value, expected) => {
    expect(eventTimeFaults(unit, value)).toEqual([`ts: ${expected}`]);
  });

  test.each([
    ["seconds", 946_684_800],
    ["seconds", nowMs / 1000 + 3600],
    ["millis", nowMs],
    ["iso", "2021-01-26T13:05:00Z"],
  ] as const)("in %s takes %s", (unit, value) => {
    expect(eventTimeFaults(unit, value)).toEqual([]);
  });
});
