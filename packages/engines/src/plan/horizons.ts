import { type CompiledPlan, kindOf, type PlanNode, tableOf } from "./compiled-plan.ts";
import { PlanGraph } from "./plan-graph.ts";

/**
 * Gives the nodes that remember which events came the time for which their table's domain wants them remembered: a
 * session's `table.exec.state.ttl` holds for all nodes alike.
 * @param horizons milliseconds, by the table of all events that came
 */
export function withHorizons(plan: CompiledPlan, horizons: Readonly<Record<string, number>>): CompiledPlan {
  const graph = new PlanGraph(plan);
  return { ...plan, nodes: plan.nodes.map((node) => withHorizon(node, graph, horizons)) };
}

function withHorizon(node: PlanNode, graph: PlanGraph, horizons: Readonly<Record<string, number>>): PlanNode {
  if (!remembersFirst(node)) return node;
  const tables = [...graph.upstreamOf(node)].map(tableOf).filter((table) => table !== undefined);
  const [table, other] = tables;
  const horizonMs = table === undefined || other !== undefined ? undefined : horizons[table];
  if (horizonMs === undefined) return node;
  const states = node["state"] as readonly Readonly<Record<string, unknown>>[];
  return { ...node, state: states.map((state) => ({ ...state, ttl: `${horizonMs} ms` })) };
}

/** Whether a node hands on the first row of each identity as it comes: it keeps no more than that the identity came. */
export function remembersFirst(node: PlanNode): boolean {
  return (
    kindOf(node) === "deduplicate" &&
    node["isRowtime"] === false &&
    node["keepLastRow"] === false &&
    node["outputInsertOnly"] === true
  );
}
