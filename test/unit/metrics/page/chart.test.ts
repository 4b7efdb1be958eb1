import { describe, expect, it } from "vitest";
import { chartData } from "../../../../apps/metrics/page/chart/chart-data.ts";
import { defaultRank, groupRows, rankGroups } from "../../../../apps/metrics/page/chart/groups.ts";
import type { Row } from "../../../../apps/metrics/page/contract/frames.ts";
import { countRow } from "../../../helpers/page-scenario.ts";

const now = Date.parse("2026-03-01T12:00:00.000Z");
const grouping = {
  timeColumn: "window_start",
  groupColumns: ["postcode"],
  measure: { column: "page_view_count", title: "Page views" },
  isPaired: true,
};
const drawn = (rows: readonly Row[]) => chartData(groupRows(rows, grouping), (value) => value);

describe("groups", () => {
  it("sum, top and end their rows", () => {
    const [group] = groupRows([countRow(now, 1, "N1", 2), countRow(now, 2, "N1", 9)], grouping);
    expect(group).toMatchObject({ name: "N1", total: 11, peak: 9, newest: 2 });
  });

  it("leave rows out that have no value", () => {
    expect(groupRows([{ ...countRow(now, 1, "N1", 2), page_view_count: null }], grouping)).toEqual([]);
  });

  it("are all final where rows do not say so", () => {
    const [group] = groupRows([countRow(now, 1, "N1", 2)], { ...grouping, isPaired: false });
    expect(group?.points[0]?.isFinal).toBe(true);
  });

  it("are ranked, and the others counted together", () => {
    const rows = ["A", "B", "C"].map((postcode, index) => countRow(now, 1, postcode, index + 1));
    const { shown, others } = rankGroups(groupRows(rows, grouping), "total", 1);
    expect(shown.map(({ name }) => name)).toEqual(["C"]);
    expect(others).toEqual({ groups: 2, total: 3, peak: 2 });
  });

  it.each([
    ["page_view_count", "total"],
    ["average_temperature", "peak"],
    ["active_viewers", "peak"],
    ["donations_usd", "total"],
  ])("of %s are ranked by %s", (column, by) => {
    expect(defaultRank({ column, title: column })).toBe(by);
  });
});

describe("chart data", () => {
  it("draws provisional values apart from final ones", () => {
    const { groups } = drawn([
      countRow(now, 5, "N1", 1),
      countRow(now, 4, "N1", 2),
      countRow(now, 3, "N1", 3),
    ]);
    expect(groups[0]?.final).toEqual([1, 2, null]);
    expect([...(groups[0]?.provisionalAt ?? [])]).toEqual([2]);
  });

  it("begins a provisional line at the last final value", () => {
    const { groups } = drawn([countRow(now, 4, "N1", 2), countRow(now, 3, "N1", 3)]);
    expect(groups[0]?.provisional).toEqual([2, 3]);
  });

  it("draws across a window in which a group has no row", () => {
    const { groups } = drawn([
      ...[9, 8, 7, 6].map((ago) => countRow(now, ago, "A", 1)),
      ...[9, 8, 6].map((ago) => countRow(now, ago, "B", 1)),
    ]);
    expect(groups[1]?.final).toEqual([1, 1, undefined, 1]);
  });

  it("breaks a line where many windows are missing", () => {
    const { times, groups } = drawn([40, 39, 38, 5, 4].map((ago) => countRow(now, ago, "N1", 1)));
    expect(times).toHaveLength(6);
    expect(groups[0]?.final).toEqual([1, 1, 1, null, 1, 1]);
  });
});
