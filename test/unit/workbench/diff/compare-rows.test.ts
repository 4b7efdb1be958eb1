import type { FlinkRow } from "@millrace/flink";
import { describe, expect, test } from "vitest";
import { compareRows } from "../../../../packages/workbench/src/diff/compare-rows.ts";

const shape = { key: ["postcode"], columns: ["postcode", "n"] };
const row = (postcode: string, n: bigint): FlinkRow => ({ postcode, n });

describe("comparing rows", () => {
  test("equal rows in another order are unchanged", () => {
    const before = [row("A", 1n), row("B", 2n)];
    expect(compareRows(before, before.toReversed(), shape)).toEqual({ unchanged: 2, differences: [] });
  });

  test("a row with another value is a change of that column", () => {
    const { differences } = compareRows([row("A", 1n)], [row("A", 2n)], shape);
    expect(differences).toEqual([
      { kind: "changed", before: row("A", 1n), after: row("A", 2n), columns: ["n"] },
    ]);
  });

  test("keys on one side alone are added or removed", () => {
    const { differences } = compareRows([row("A", 1n)], [row("B", 1n)], shape);
    expect(differences).toEqual([
      { kind: "removed", before: row("A", 1n) },
      { kind: "added", after: row("B", 1n) },
    ]);
  });

  test("among rows of one key equal ones are paired first", () => {
    const before = [row("A", 1n), row("A", 2n), row("A", 2n)];
    const after = [row("A", 2n), row("A", 3n)];
    expect(compareRows(before, after, shape)).toEqual({
      unchanged: 1,
      differences: [
        { kind: "changed", before: row("A", 1n), after: row("A", 3n), columns: ["n"] },
        { kind: "removed", before: row("A", 2n) },
      ],
    });
  });

  test("columns that only one side has do not count", () => {
    const after = [{ ...row("A", 1n), added: "x" }];
    expect(compareRows([row("A", 1n)], after, shape)).toEqual({ unchanged: 1, differences: [] });
  });

  test("an absent value is not the text null", () => {
    const { differences } = compareRows([{ postcode: "A", n: null }], [{ postcode: "A", n: "null" }], shape);
    expect(differences).toHaveLength(1);
  });
});
