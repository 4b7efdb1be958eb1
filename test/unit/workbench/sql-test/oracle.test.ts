import { describe, expect, test } from "vitest";
import { aggregate } from "../../../../packages/workbench/src/oracle/aggregate.ts";
import type { OracleRow, OracleValue } from "../../../../packages/workbench/src/oracle/row.ts";
import { topOf } from "../../../../packages/workbench/src/oracle/top.ts";
import { type Window, windowsOf } from "../../../../packages/workbench/src/oracle/window.ts";
import {
  type OracleStep,
  windowedGroups,
} from "../../../../packages/workbench/src/oracle/windowed-groups.ts";

const at = (timeMs: number): OracleStep => ({ kind: "row", timeMs, values: { n: timeMs } });

/** Windows as `start-end: how many rows`. */
function groups(window: Window, behindMs: number, ...steps: readonly OracleStep[]): string[] {
  return windowedGroups(steps, { window, by: [], behindMs })
    .map(({ startMs, endMs, rows }) => `${startMs}-${endMs}: ${rows.length}`)
    .toSorted();
}

describe("windows", () => {
  test("tumble, hop and cumulate from the epoch", () => {
    const spans = (window: Exclude<Window, { kind: "session" }>) =>
      windowsOf(window, 25).map(({ startMs, endMs }) => `${startMs}-${endMs}`);
    expect(spans({ kind: "tumbling", sizeMs: 10 })).toEqual(["20-30"]);
    expect(spans({ kind: "hopping", sizeMs: 20, slideMs: 10 })).toEqual(["10-30", "20-40"]);
    expect(spans({ kind: "cumulating", sizeMs: 40, stepMs: 10 })).toEqual(["0-30", "0-40"]);
  });

  test("begin before the epoch for times before it", () => {
    expect(windowsOf({ kind: "tumbling", sizeMs: 10 }, -1)).toEqual([{ startMs: -10, endMs: 0 }]);
  });
});

describe("rows in windows", () => {
  const tumbling: Window = { kind: "tumbling", sizeMs: 10 };

  test("count until the watermark has passed the window's end", () => {
    expect(groups(tumbling, 0, at(5), { kind: "watermark", atMs: 8 }, at(3))).toEqual(["0-10: 2"]);
    expect(groups(tumbling, 0, at(5), { kind: "watermark", atMs: 9 }, at(3))).toEqual(["0-10: 1"]);
  });

  test("count while delay and grace hold the watermark back", () => {
    expect(groups(tumbling, 20, at(5), at(28), at(3))).toEqual(["0-10: 2", "20-30: 1"]);
    expect(groups(tumbling, 20, at(5), at(29), at(3))).toEqual(["0-10: 1", "20-30: 1"]);
  });

  test("count in those hopping windows that are open", () => {
    const hopping: Window = { kind: "hopping", sizeMs: 20, slideMs: 10 };
    expect(groups(hopping, 0, { kind: "watermark", atMs: 15 }, at(5))).toEqual(["0-20: 1"]);
  });

  test("join sessions that are open", () => {
    const session: Window = { kind: "session", gapMs: 10 };
    expect(groups(session, 100, at(0), at(25), at(10), at(18))).toEqual(["0-35: 4"]);
    expect(groups(session, 0, at(0), at(11), at(5))).toEqual(["0-10: 1", "5-21: 2"]);
  });
});

describe("aggregates", () => {
  const rowsOf = (...values: readonly OracleValue[]): readonly OracleRow[] =>
    values.map((x) => ({ timeMs: 0, values: { x } }));
  const rows = rowsOf(3, null, -4, 3);

  test("leave NULL out, and count rows without a column", () => {
    const value = (name: "count" | "sum" | "min" | "max" | "avg" | "count_distinct") =>
      aggregate({ name, column: "x" }, rows, "whole");
    expect(aggregate({ name: "count" }, rows, "whole")).toBe(4n);
    expect([value("count"), value("sum"), value("min"), value("max"), value("count_distinct")]).toEqual([
      3n,
      2n,
      -4,
      3,
      2n,
    ]);
  });

  test("are NULL over nothing but NULL", () => {
    expect(aggregate({ name: "sum", column: "x" }, rowsOf(null), "whole")).toBeNull();
    expect(aggregate({ name: "last", column: "x" }, rowsOf(null), "whole")).toBeNull();
  });

  test("cut a mean of whole numbers towards zero", () => {
    const mean = (...values: readonly number[]) =>
      aggregate({ name: "avg", column: "x" }, rowsOf(...values), "whole");
    expect(mean(1, 2)).toBe(1n);
    expect(mean(-1, -2)).toBe(-1n);
    expect(aggregate({ name: "avg", column: "x" }, rowsOf(1, 2), "real")).toBe(1.5);
  });

  test("add and compare decimals exactly", () => {
    const of = (name: "sum" | "max" | "count_distinct", ...values: readonly string[]) =>
      aggregate({ name, column: "x" }, rowsOf(...values), "decimal");
    expect(of("sum", "0.1", "0.25", "-1")).toBe("-0.65");
    expect(of("max", "9.5", "10.25", "-11")).toBe("10.25");
    expect(of("count_distinct", "1.5", "1.50", "1")).toBe(2n);
  });

  test("take the last value by event time, and of several the greatest", () => {
    const last = (...seen: readonly (readonly [timeMs: number, x: OracleValue])[]) =>
      aggregate(
        { name: "last", column: "x" },
        seen.map(([timeMs, x]) => ({ timeMs, values: { x } })),
        "whole",
      );
    expect(last([5, 1], [9, 2], [3, 7])).toBe(2);
    expect(last([9, 10], [9, 9], [9, null], [10, null])).toBe(10);
  });

  test("read a path into a nested value", () => {
    const nested = [{ timeMs: 0, values: { place: { city: "Rome" } as unknown as OracleValue } }];
    expect(aggregate({ name: "max", column: "place.city" }, nested, "whole")).toBe("Rome");
    expect(aggregate({ name: "count", column: "place.zip" }, nested, "whole")).toBe(0n);
  });
});

describe("places among others", () => {
  const places = (
    n: number,
    ...items: readonly (readonly [among: string, by: OracleValue, name: string])[]
  ) =>
    topOf(
      items.map(([among, by, name]) => ({ among: [among], by, order: [name] })),
      n,
      "whole",
    ).map(({ rank, order }) => `${rank} ${order[0]}`);

  test("are given within each set, the greatest first", () => {
    expect(places(2, ["a", 1, "x"], ["b", 5, "y"], ["a", 3, "z"], ["a", 2, "w"])).toEqual([
      "1 z",
      "2 w",
      "1 y",
    ]);
  });

  test("are given to equals by name, and to NULL last", () => {
    expect(places(3, ["a", null, "x"], ["a", 1, "z"], ["a", 1, "y"])).toEqual(["1 y", "2 z", "3 x"]);
  });
});
