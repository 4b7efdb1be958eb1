import { showResult, showSummary, type TestResult } from "@millrace/workbench";
import { describe, expect, test } from "vitest";

const row = (minute: string, count: bigint) => ({
  window_start: `2021-01-26T${minute}:00.000`,
  postcode: "SW1A 1AA",
  page_view_count: count,
});

const failed: TestResult = {
  path: "sql/page-views/tests/a.yaml",
  describe: "Views are counted.",
  durationMs: 412.3,
  outcome: "failed",
  date: "2021-01-26",
  tables: [
    {
      table: "page_view_counts",
      part: "rows",
      key: ["window_start", "postcode"],
      differences: [
        {
          type: "different",
          expected: row("14:44", 2n),
          found: row("14:44", 3n),
          columns: ["page_view_count"],
        },
        { type: "missing", expected: row("14:45", 1n) },
        { type: "unexpected", found: row("14:46", 1n) },
      ],
    },
    { table: "page_views_late", part: "rows", key: [], differences: [] },
  ],
};

describe("a test's result", () => {
  test("shows row by row what differs", () => {
    expect(showResult(failed)).toBe(
      [
        "✖ sql/page-views/tests/a.yaml  Views are counted.  412 ms",
        "    page_view_counts rows: 1 different, 1 missing, 1 unexpected",
        '      ~ window_start 14:44:00 · postcode "SW1A 1AA" · page_view_count 3, expected 2',
        '      - window_start 14:45:00 · postcode "SW1A 1AA" · page_view_count 1',
        '      + window_start 14:46:00 · postcode "SW1A 1AA" · page_view_count 1',
      ].join("\n"),
    );
  });

  test("is one line when it passed", () => {
    const result: TestResult = { path: "a.yaml", describe: "It holds.", durationMs: 1500, outcome: "passed" };
    expect(showResult(result)).toBe("✔ a.yaml  It holds.  1.5 s");
  });

  test("says what to do with a new test", () => {
    const result: TestResult = { path: "a.yaml", describe: "It is new.", durationMs: 0, outcome: "new" };
    expect(showResult(result)).toContain(
      "it expects nothing yet: write expect:, or let --update write what is found",
    );
    expect(showSummary([result, failed])).toBe("2 tests: 1 failed, 1 new");
  });
});
