import { describe, expect, test } from "vitest";
import { matchNodes } from "../../../../packages/engines/src/plan/match-nodes.ts";
import type { StatefulNode } from "../../../../packages/engines/src/plan/stateful-nodes.ts";

function node(id: number, parts: Partial<StatefulNode> = {}): StatefulNode {
  return {
    id,
    meaning: "count",
    selection: "all",
    results: ["a"],
    sources: ["views"],
    stateTtl: undefined,
    facts: { kind: "aggregate", keys: [], calls: ["COUNT(*)"], window: undefined },
    ...parts,
  };
}

const pairs = (before: readonly StatefulNode[], after: readonly StatefulNode[]) =>
  matchNodes(before, after).kept.map((pair) => [pair.before.id, pair.after.id]);

describe("matching nodes", () => {
  test("pairs what means the same", () => {
    expect(pairs([node(1), node(2, { meaning: "sum" })], [node(8, { meaning: "sum" }), node(9)])).toEqual([
      [2, 8],
      [1, 9],
    ]);
  });

  test("tells equal counts apart by the rows that they count", () => {
    const before = [node(1, { selection: "paid" }), node(2, { selection: "free" })];
    const after = [
      node(8, { selection: "free", results: ["x"] }),
      node(9, { selection: "paid", results: ["y"] }),
    ];
    expect(pairs(before, after)).toEqual([
      [2, 8],
      [1, 9],
    ]);
  });

  test("tells equal counts of changed rows apart by their results", () => {
    const before = [node(1, { results: ["a"] }), node(2, { results: ["b"] })];
    const after = [node(8, { results: ["b"], selection: "x" }), node(9, { results: ["a"], selection: "y" })];
    expect(pairs(before, after)).toEqual([
      [2, 8],
      [1, 9],
    ]);
  });

  test("pairs nothing where two fit equally well", () => {
    const before = [node(1, { results: ["a"] }), node(2, { results: ["b"] })];
    const after = [node(8, { results: ["c"] }), node(9, { results: ["d"] })];
    const { kept, lost, added } = matchNodes(before, after);
    expect({ kept, lost: lost.length, added: added.length }).toEqual({ kept: [], lost: 2, added: 2 });
  });

  test("leaves the removed one of two equal counts behind", () => {
    const before = [node(1, { results: ["a"] }), node(2, { results: ["b"] })];
    expect(pairs(before, [node(9, { results: ["b"] })])).toEqual([[2, 9]]);
  });
});
