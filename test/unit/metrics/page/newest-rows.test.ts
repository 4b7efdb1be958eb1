import { describe, expect, it } from "vitest";
import { newestFirst, newestPerGroup } from "../../../../apps/metrics/page/parts/newest-rows.ts";
import { countRow } from "../../../helpers/page-scenario.ts";

const now = Date.parse("2026-03-01T12:00:00.000Z");

describe("rows", () => {
  it("stand with the newest first", () => {
    const rows = [3, 1, 2].map((ago) => countRow(now, ago, "N1", ago));
    expect(newestFirst(rows, "window_start").map(({ page_view_count }) => page_view_count)).toEqual([
      1, 2, 3,
    ]);
  });

  it("of one window stand by their rank", () => {
    const rows = [10, 2, 1].map((rank) => ({ ...countRow(now, 1, "N1", 0), rank_number: rank }));
    expect(newestFirst(rows, "window_start").map(({ rank_number }) => rank_number)).toEqual([1, 2, 10]);
  });

  it("without a time stand in the order they came, reversed", () => {
    expect(newestFirst([{ a: 1 }, { a: 2 }], undefined)).toEqual([{ a: 2 }, { a: 1 }]);
  });

  it("are the newest of each group", () => {
    const rows = [countRow(now, 2, "N1", 5), countRow(now, 1, "N1", 6), countRow(now, 3, "E14", 7)];
    const newest = newestPerGroup(rows, "window_start", ["postcode"]);
    expect(newest.map(({ page_view_count }) => page_view_count)).toEqual([6, 7]);
  });
});
