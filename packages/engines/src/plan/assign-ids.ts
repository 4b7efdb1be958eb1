import { createHash } from "node:crypto";
import type { CompiledPlan } from "./compiled-plan.ts";
import type { NodeMatch } from "./match-nodes.ts";
import type { StatefulNode } from "./stateful-nodes.ts";

/** Ids below it are for nodes that keep nothing. */
const firstStatefulId = 1_000_000;
/** Flink reads ids as 32-bit numbers. */
const lastId = 2_147_483_647;

/**
 * Gives every node with state an id that it keeps from one plan to the next: that of the node whose state it takes over,
 * and otherwise a number made of what it means, that no node of the plan before had. So equal ids stand for state that
 * fits, and Flink never maps state to another operator because something moved in the plan.
 */
export function assignIds(plan: CompiledPlan, { kept, lost, added }: NodeMatch): CompiledPlan {
  const taken = new Set([...kept.map(({ before }) => before.id), ...lost.map(({ id }) => id)]);
  const ids = new Map(kept.map(({ before, after }) => [after.id, before.id]));
  for (const node of added) {
    const id = freeId(node, taken);
    taken.add(id);
    ids.set(node.id, id);
  }
  let next = 1;
  for (const { id } of plan.nodes) {
    if (ids.has(id)) continue;
    while (taken.has(next)) next += 1;
    ids.set(id, next);
    next += 1;
  }
  const idOf = (id: number) => ids.get(id) ?? id;
  return {
    ...plan,
    nodes: plan.nodes.map((node) => ({ ...node, id: idOf(node.id) })),
    edges: plan.edges.map((edge) => ({ ...edge, source: idOf(edge.source), target: idOf(edge.target) })),
  };
}

function freeId({ meaning, selection, results }: StatefulNode, taken: ReadonlySet<number>): number {
  const hash = createHash("sha256")
    .update([meaning, selection, ...results].join(" "))
    .digest();
  let id = firstStatefulId + (hash.readUInt32BE() % (lastId - firstStatefulId));
  while (taken.has(id)) id = id === lastId ? firstStatefulId : id + 1;
  return id;
}
