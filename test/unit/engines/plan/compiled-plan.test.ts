import { describe, expect, test } from "vitest";
import {
  formatCompiledPlan,
  parseCompiledPlan,
  rowFields,
  tableOf,
} from "../../../../packages/engines/src/plan/compiled-plan.ts";
import { pageViewsPlan } from "./page-views-plan.ts";

describe("a compiled plan", () => {
  test("names the tables of its scans and sinks", () => {
    const tables = pageViewsPlan()
      .plan.nodes.map(tableOf)
      .filter((table) => table !== undefined);
    expect(tables).toEqual(["page_views", "page_view_counts", "page_view_counts_final", "page_views_late"]);
  });

  test("has row types as texts, nested ones and strange names included", () => {
    const row =
      "ROW<`a` INT, `b, c` ROW<`x` DECIMAL(10, 2), `y` STRING> NOT NULL, `t` TIMESTAMP(3) WITH LOCAL TIME ZONE> NOT NULL";
    expect(rowFields(row)).toEqual([
      { name: "a", type: "INT" },
      { name: "b, c", type: "ROW<`x` DECIMAL(10, 2), `y` STRING> NOT NULL" },
      { name: "t", type: "TIMESTAMP(3) WITH LOCAL TIME ZONE" },
    ]);
  });

  test("has row types as objects where time attributes are in them", () => {
    const fieldType = { type: "TIMESTAMP_WITHOUT_TIME_ZONE", nullable: false, precision: 3, kind: "ROWTIME" };
    expect(rowFields({ type: "ROW", fields: [{ name: "at", fieldType }] })).toEqual([
      { name: "at", type: "TIMESTAMP(3) NOT NULL" },
    ]);
  });

  test("keeps numbers that JavaScript cannot hold", () => {
    const text =
      '{"nodes":[{"id":1,"type":"a","value":9007199254740993,"list":[-9223372036854775808,1.10,2,"1.10"]}],"edges":[]}';
    expect(formatCompiledPlan(parseCompiledPlan(text))).toBe(text);
  });

  test.each([
    ["{", "it is not JSON"],
    ["{}", "it has no nodes with ids, or no edges between them"],
    ['{"nodes":[],"edges":[{"source":1,"target":2}]}', "its edge from 1 to 2 leads to no node"],
  ])("is refused where it is broken: %s", (text, reason) => {
    expect(() => parseCompiledPlan(text)).toThrow(
      `Flink's compiled plan cannot be read: ${reason}. It comes from another version of Flink, or its file was changed by hand.`,
    );
  });
});
