import { expect, test } from "vitest";
import type { CompiledPlan } from "../../../../packages/engines/src/plan/compiled-plan.ts";
import { withHorizons } from "../../../../packages/engines/src/plan/horizons.ts";
import { statefulNodes } from "../../../../packages/engines/src/plan/stateful-nodes.ts";

const state = [{ index: 0, ttl: "7200000 ms", name: "deduplicateState" }];

function plan(columns: string, first: object = {}): CompiledPlan {
  const table = { table: { identifier: "`default_catalog`.`default_database`.`views_received`" } };
  const sink = { table: { identifier: "`default_catalog`.`default_database`.`views_out`" } };
  const deduplicate = {
    uniqueKeys: [0],
    isRowtime: false,
    keepLastRow: false,
    outputInsertOnly: true,
    state,
    outputType: `ROW<${columns}>`,
    ...first,
  };
  return {
    flinkVersion: "2.2",
    nodes: [
      {
        id: 1,
        type: "stream-exec-table-source-scan_2",
        description: "",
        scanTableSource: table,
        outputType: `ROW<${columns}>`,
      },
      { id: 2, type: "stream-exec-deduplicate_1", description: "", ...deduplicate },
      {
        id: 3,
        type: "stream-exec-sink_1",
        description: "",
        dynamicTableSink: sink,
        outputType: `ROW<${columns}>`,
      },
    ],
    edges: [
      { source: 1, target: 2 },
      { source: 2, target: 3 },
    ],
  };
}

const ttlOf = ({ nodes }: CompiledPlan) => (nodes[1]?.["state"] as typeof state | undefined)?.[0]?.ttl;
const identities = (compiled: CompiledPlan) =>
  statefulNodes({ plan: compiled, topics: { views_received: "test.views", views_out: "test.out" } })[1];

test("events are remembered as long as their table says", () => {
  expect(ttlOf(withHorizons(plan("`id` STRING"), { views_received: 60_000 }))).toBe("60000 ms");
});

test("other nodes keep the session's time to live", () => {
  expect(ttlOf(withHorizons(plan("`id` STRING"), { other_received: 60_000 }))).toBe("7200000 ms");
  const last = plan("`id` STRING", { keepLastRow: true });
  expect(ttlOf(withHorizons(last, { views_received: 60_000 }))).toBe("7200000 ms");
});

test("a new column keeps what is known of duplicates", () => {
  const [before, after] = [plan("`id` STRING"), plan("`id` STRING, `page` STRING")].map(identities);
  expect(after?.meaning).toBe(before?.meaning);
  expect(after?.facts).toEqual({ kind: "identities", keys: ["id"] });
});

test("another identity begins anew", () => {
  const [before, after] = [
    plan("`id` STRING, `page` STRING"),
    plan("`id` STRING, `page` STRING", { uniqueKeys: [1] }),
  ].map(identities);
  expect(after?.meaning).not.toBe(before?.meaning);
});
