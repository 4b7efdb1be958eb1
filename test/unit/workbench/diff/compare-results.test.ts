import type { TablePlan } from "@millrace/domain";
import type { Change } from "@millrace/flink";
import { describe, expect, test } from "vitest";
import { compareResults } from "../../../../packages/workbench/src/diff/compare-results.ts";

const counts: TablePlan = {
  name: "counts",
  domain: "shop",
  topic: "test.streaming.counts",
  role: "result",
  columns: ["window_start", "shop", "n"].map((name) => ({ name, type: "STRING" })),
  changelogMode: "append",
  key: { format: "raw", columns: ["shop"] },
  value: { subject: "counts-value", schema: "string" },
};
const insert = (window_start: string, shop: string, n: string): Change => ({
  kind: "insert",
  row: { window_start, shop, n },
});
const results = (table: TablePlan, ...changes: readonly Change[]) => ({
  tables: [table],
  changes: { [table.name]: changes },
});

describe("comparing results", () => {
  test("pairs rows of an append table by window and record key", () => {
    const before = results(counts, insert("14:00", "A", "1"), insert("14:01", "A", "2"));
    const after = results(
      counts,
      insert("14:01", "A", "3"),
      insert("14:00", "A", "1"),
      insert("14:01", "B", "1"),
    );
    const [found] = compareResults(before, after);
    expect(found).toMatchObject({ key: ["window_start", "shop"], unchanged: 1, rowsBefore: 2, rowsAfter: 3 });
    expect(found?.differences).toEqual([
      {
        kind: "changed",
        before: { window_start: "14:01", shop: "A", n: "2" },
        after: { window_start: "14:01", shop: "A", n: "3" },
        columns: ["n"],
      },
      { kind: "added", after: { window_start: "14:01", shop: "B", n: "1" } },
    ]);
  });

  test("takes the newest row of each key of an upsert table", () => {
    const upsert: TablePlan = { ...counts, changelogMode: "upsert", primaryKey: ["shop"] };
    const update: Change = { kind: "update-after", row: { window_start: "14:00", shop: "A", n: "2" } };
    const [found] = compareResults(
      results(upsert, insert("14:00", "A", "1"), update),
      results(upsert, insert("14:00", "A", "2")),
    );
    expect(found).toMatchObject({ unchanged: 1, differences: [] });
  });

  test("names columns of one side and compares the others", () => {
    const wider: TablePlan = { ...counts, columns: [...counts.columns, { name: "last", type: "STRING" }] };
    const row: Change = { kind: "insert", row: { window_start: "14:00", shop: "A", n: "1", last: "x" } };
    const [found] = compareResults(results(counts, insert("14:00", "A", "1")), results(wider, row));
    expect(found).toMatchObject({ addedColumns: ["last"], removedColumns: [], differences: [] });
  });

  test("tells of a result that only one side has", () => {
    const other = { ...counts, name: "others" };
    const found = compareResults(results(counts, insert("14:00", "A", "1")), results(other));
    expect(found.map(({ table, existence }) => `${table} ${existence}`)).toEqual([
      "counts removed",
      "others added",
    ]);
    expect(found[0]?.differences).toHaveLength(1);
  });
});
