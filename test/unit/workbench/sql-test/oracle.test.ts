import { describe, expect, test } from "vitest";
import { aggregate } from "../../../../packages/workbench/src/oracle/aggregate.ts";
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
  const rows = [{ x: 3 }, { x: null }, { x: -4 }, { x: 3 }];

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
    expect(aggregate({ name: "sum", column: "x" }, [{ x: null }], "whole")).toBeNull();
  });

  test("cut a mean of whole numbers towards zero", () => {
    const mean = (...values: readonly number[]) =>
      aggregate(
        { name: "avg", column: "x" },
        values.map((x) => ({ x })),
        "whole",
      );
    expect(mean(1, 2)).toBe(1n);
    expect(mean(-1, -2)).toBe(-1n);
    expect(aggregate({ name: "avg", column: "x" }, [{ x: 1 }, { x: 2 }], "real")).toBe(1.5);
  });
});
