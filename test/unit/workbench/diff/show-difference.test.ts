import { describe, expect, test } from "vitest";
import type { ResultDifference } from "../../../../packages/workbench/src/diff/compare-results.ts";
import type { SqlDifference } from "../../../../packages/workbench/src/diff/diff-statement.ts";
import { showDifference } from "../../../../packages/workbench/src/diff/show-difference.ts";

const counts: ResultDifference = {
  table: "counts",
  key: ["window_start", "postcode"],
  columns: ["window_start", "postcode", "n", "is_final"],
  addedColumns: [],
  removedColumns: [],
  existence: "both",
  rowsBefore: 3,
  rowsAfter: 3,
  unchanged: 1,
  differences: [
    {
      kind: "changed",
      before: { window_start: "2021-01-26T14:44:00.000", postcode: "SW19", n: 2n, is_final: false },
      after: { window_start: "2021-01-26T14:44:00.000", postcode: "SW19", n: 13n, is_final: false },
      columns: ["n"],
    },
    {
      kind: "added",
      after: { window_start: "2021-01-26T14:45:00.000", postcode: "EC1A", n: 1n, is_final: true },
    },
  ],
};

const difference = (result: Partial<ResultDifference>): SqlDifference => ({
  statement: "page-views",
  isSame: false,
  inputs: [{ input: "test in-order", events: 1, results: [{ ...counts, ...result }] }],
  explained: { before: "Sink\n+- Old\n   +- Scan", after: "Sink\n+- New\n   +- Scan" },
  state: [],
});

describe("showing a difference", () => {
  test("rows show what became of each value", () => {
    expect(showDifference(difference({}))).toBe(
      [
        "test in-order (1 event)",
        "  counts: 1 row changed, 1 row added, 1 unchanged",
        "       window_start         postcode  n       is_final",
        "    ~  2021-01-26T14:44:00  SW19      2 → 13  false",
        "    +  2021-01-26T14:45:00  EC1A      1       true",
        "",
        "Flink's plan:",
        "  …",
        "   Sink",
        "  -+- Old",
        "  ++- New",
        "      +- Scan",
      ].join("\n"),
    );
  });

  test("an unchanged result is one line", () => {
    const text = showDifference(difference({ differences: [], unchanged: 3 }));
    expect(text).toContain("  counts: no row changes, 3 equal\n");
  });

  test("new columns are named, not shown row by row", () => {
    const text = showDifference(difference({ differences: [], addedColumns: ["last_at"] }));
    expect(text).toContain("counts: new column last_at, no row changes");
  });

  test("results that were not asked for are left out", () => {
    expect(showDifference(difference({}), { tables: ["others"] })).not.toContain("counts: 1 row");
  });

  test("more rows than fit are counted", () => {
    const [first] = counts.differences;
    const many = Array.from({ length: 25 }, () => first as (typeof counts.differences)[number]);
    expect(showDifference(difference({ differences: many }))).toContain("    … and 5 more\n");
  });

  test("equal plans are said to be equal", () => {
    const found = { ...difference({}), explained: { before: "Sink", after: "Sink" } };
    expect(showDifference(found)).toMatch(/Flink's plan stays the same\.$/);
  });
});
