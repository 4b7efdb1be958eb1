import type { TablePlan } from "@millrace/domain";
import type { Change } from "@millrace/flink";
import { describe, expect, test } from "vitest";
import { finalRows } from "../../../../packages/workbench/src/rows/final-rows.ts";

const upsert = { primaryKey: ["k"] } as unknown as TablePlan;

const change = (kind: Change["kind"], v: number): Change => ({ kind, row: { k: "a", v } });

describe("what an upsert table holds", () => {
  test("is the newest row of each key", () => {
    const changes = [change("insert", 1), change("update-before", 1), change("update-after", 2)];
    expect(finalRows(changes, upsert)).toEqual([{ k: "a", v: 2 }]);
  });

  test("is nothing where a row is taken back and none follows", () => {
    expect(finalRows([change("insert", 1), change("update-before", 1)], upsert)).toEqual([]);
    expect(finalRows([change("insert", 1), change("delete", 1)], upsert)).toEqual([]);
  });
});
