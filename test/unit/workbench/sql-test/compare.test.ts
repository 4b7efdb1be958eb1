import { describe, expect, test } from "vitest";
import { compareChangelog } from "../../../../packages/workbench/src/sql-test/compare-changelog.ts";
import { compareRows } from "../../../../packages/workbench/src/rows/compare-rows.ts";

const columns = ["postcode", "views"];
const key = ["postcode"];
const row = (postcode: string, views: bigint) => ({ postcode, views });

describe("comparing rows", () => {
  test("finds equal bags equal in any order", () => {
    const rows = [row("N1", 1n), row("N1", 1n), row("E14", 2n)];
    expect(compareRows(rows, rows.toReversed(), { columns, key: [] })).toEqual([]);
  });

  test("counts how often a row occurs", () => {
    expect(compareRows([row("N1", 1n), row("N1", 1n)], [row("N1", 1n)], { columns, key: [] })).toEqual([
      { type: "missing", expected: row("N1", 1n) },
    ]);
  });

  test("tells rows of one key as one that differs", () => {
    expect(
      compareRows([row("N1", 1n), row("E14", 1n)], [row("N1", 2n), row("W1", 1n)], { columns, key }),
    ).toEqual([
      { type: "different", expected: row("N1", 1n), found: row("N1", 2n), columns: ["views"] },
      { type: "missing", expected: row("E14", 1n) },
      { type: "unexpected", found: row("W1", 1n) },
    ]);
  });

  test("tells whole numbers beyond 2^53 apart", () => {
    const [left, right] = [row("N1", 9007199254740993n), row("N1", 9007199254740992n)];
    expect(compareRows([left], [right], { columns, key })).toHaveLength(1);
  });
});

describe("comparing changelogs", () => {
  const change = (kind: string, postcode: string, views: bigint) => ({ kind, postcode, views });
  const options = { columns: ["kind", ...columns], key };

  test("ignores the order of different keys", () => {
    const changes = [change("insert", "N1", 1n), change("insert", "E14", 1n), change("update", "N1", 2n)];
    const found = [changes[1], changes[0], changes[2]] as typeof changes;
    expect(compareChangelog(changes, found, options)).toEqual([]);
  });

  test("keeps the order of one key", () => {
    const changes = [change("insert", "N1", 1n), change("update", "N1", 2n)];
    expect(compareChangelog(changes, changes.toReversed(), options)).not.toEqual([]);
  });

  test("shows the one change that differs", () => {
    const expected = [change("insert", "N1", 1n), change("update", "N1", 2n), change("update", "N1", 4n)];
    const found = [change("insert", "N1", 1n), change("update", "N1", 3n), change("update", "N1", 4n)];
    expect(compareChangelog(expected, found, options)).toEqual([
      { type: "different", expected: expected[1], found: found[1], columns: ["views"] },
    ]);
  });
});
