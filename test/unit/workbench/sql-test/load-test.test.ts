import { describe, expect, test } from "vitest";
import { problemsOf } from "./page-view-tests.ts";

const file = "sql/page-views/tests/a.yaml";

describe("a test file that is wrong", () => {
  test("has all its problems told at once", () => {
    const body = `given:
  page_vews: []
  page_views:
    - { at: "25:00", poscode: E14 }
    - { viewed_at: "14:44:05", user_id: me }
expect:
  page_view_count: { rows: [] }`;
    expect(problemsOf(body)).toBe(
      [
        `${file}:4:3 given.page_vews: found the unknown table "page_vews", expected an event table: page_views; did you mean "page_views"?`,
        `${file}:6:13 given.page_views[0].at: found "25:00", expected a time such as "14:44:05" (with a date: in the test) or "2021-01-26T14:44:05"`,
        `${file}:6:22 given.page_views[0].poscode: found the unknown attribute "poscode", expected one of event_id, user_id, postcode, webpage, timestamp; did you mean "postcode"?`,
        `${file}:7:9 given.page_views[1].viewed_at: found the unknown attribute "viewed_at", expected one of event_id, user_id, postcode, webpage, timestamp; did you mean "timestamp"?`,
        `${file}:7:41 given.page_views[1].user_id: found "me", expected a whole number`,
        `${file}:9:3 expect.page_view_count: found the unknown table "page_view_count", expected a result table: page_view_counts, page_view_counts_final, page_views_intake, page_views_late; did you mean "page_view_counts"?`,
      ].join("\n"),
    );
  });

  test("is told what a result table is for", () => {
    expect(problemsOf(`given: { page_view_counts: [] }`)).toBe(
      `${file}:3:10 given.page_view_counts: found the result table "page_view_counts", expected an event table: page_views; what a result table holds stands under expect`,
    );
  });

  test("is told which columns its rows must name", () => {
    const row = `{ event_id: e1, is_countd: true }`;
    expect(
      problemsOf(
        `given: {}\nexpect: { page_views_late: { columns: [event_id, is_counted], rows: [${row}] } }`,
      ),
    ).toBe(
      [
        `${file}:4:70 expect.page_views_late.rows[0]: found no is_counted, expected a value for every column that is compared; name the columns to compare under columns:`,
        `${file}:4:86 expect.page_views_late.rows[0].is_countd: found "is_countd", which is not compared, expected one of event_id, is_counted; did you mean "is_counted"?`,
      ].join("\n"),
    );
  });

  test("is told that late_by needs the written order", () => {
    expect(
      problemsOf(`order: event_time\ngiven: { page_views: [{ at: "14:44:05", late_by: 1 minute }] }`),
    ).toContain("late_by in a test whose events are put in another order, expected order: written");
  });

  test("is told what aggregations there are", () => {
    const hold = `{ window: { kind: tumbling, size: 1 minute }, columns: { page_view_count: counts() } }`;
    expect(
      problemsOf(`property: { table: page_views, span: 1 hour, holds: { page_view_counts: ${hold} } }`),
    ).toContain(
      `found "counts()", expected window_start, window_end, rank(), count(), or sum, min, max, avg, count, count_distinct, last of a column of page_views in parentheses`,
    );
  });

  test("is told when it is neither example nor property", () => {
    expect(problemsOf("")).toBe(`${file}:1:1: found neither given nor property, expected events under given`);
    expect(problemsOf("given: {}\nproperty: { table: page_views, span: 1 hour, holds: {} }")).toBe(
      `${file}:3:1 given: found given beside property, expected one of the two`,
    );
  });

  test("is told to quote numbers beyond 2^53", () => {
    const row = "{ page_view_count: 9007199254740993 }";
    expect(
      problemsOf(`given: {}\nexpect: { page_view_counts: { columns: [page_view_count], rows: [${row}] } }`),
    ).toContain("expected a whole number, in quotes where it is beyond 2^53");
  });
});
