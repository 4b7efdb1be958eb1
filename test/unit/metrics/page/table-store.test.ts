import { describe, expect, it } from "vitest";
import { TableStore } from "../../../../apps/metrics/page/state/table-store.ts";
import { countRow, countsTable } from "../../../helpers/page-scenario.ts";

const now = Date.parse("2026-03-01T12:00:00.000Z");

describe("TableStore", () => {
  it("puts a row over the one with its key", () => {
    const store = new TableStore(countsTable);
    store.put([countRow(now, 1, "N1", 4)]);
    const [change] = store.put([countRow(now, 1, "N1", 5)]);
    expect(change?.before?.["page_view_count"]).toBe(4);
    expect([...store.rows]).toEqual([countRow(now, 1, "N1", 5)]);
  });

  it("says nothing was before a new row", () => {
    expect(new TableStore(countsTable).put([countRow(now, 1, "N1", 4)])[0]).not.toHaveProperty("before");
  });

  it("removes rows by their key columns", () => {
    const store = new TableStore(countsTable);
    store.put([countRow(now, 1, "N1", 4), countRow(now, 1, "SW19", 2)]);
    const { window_start = null } = countRow(now, 1, "N1", 0);
    store.remove([{ window_start, postcode: "N1" }]);
    expect([...store.rows].map(({ postcode }) => postcode)).toEqual(["SW19"]);
  });

  it("forgets rows from before a time", () => {
    const store = new TableStore(countsTable);
    store.put([countRow(now, 30, "N1", 4), countRow(now, 10, "N1", 2)]);
    store.forgetBefore(now - 20 * 60_000);
    expect([...store.rows].map(({ page_view_count }) => page_view_count)).toEqual([2]);
  });

  it("lets the oldest rows go when there are too many", () => {
    const store = new TableStore(countsTable, 10);
    store.put(Array.from({ length: 11 }, (_, ago) => countRow(now, ago, "N1", ago)));
    expect(store.isCut).toBe(true);
    expect([...store.rows].map(({ page_view_count }) => page_view_count)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it("keeps rows one by one whose key is not served", () => {
    const store = new TableStore({ ...countsTable, primaryKey: ["window_start", "user_id"] });
    store.put([countRow(now, 1, "N1", 4), countRow(now, 1, "N1", 5)]);
    expect(store.size).toBe(2);
  });
});
