import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCompiledPlan } from "../../../../packages/engines/src/plan/compiled-plan.ts";
import type { PlanWithTopics } from "../../../../packages/engines/src/plan/stateful-nodes.ts";

const text = readFileSync(join(import.meta.dirname, "page-views.plan.json"), "utf8");

/** The topics behind the tables of {@link pageViewsPlan}. */
export const topics = {
  page_views: "test.views",
  page_view_counts: "test.counts",
  page_view_counts_final: "test.final",
  page_views_late: "test.late",
};

/** The plan that Flink 2.2.0 compiled for the page view domain, with texts in it replaced. */
export function pageViewsPlan(...edits: readonly (readonly [from: string, to: string])[]): PlanWithTopics {
  const edited = edits.reduce((current, [from, to]) => {
    if (!current.includes(from)) throw new Error(`the plan does not say ${from}`);
    return current.replaceAll(from, to);
  }, text);
  return { plan: parseCompiledPlan(edited), topics };
}

/** The same plan with every node's number moved, as another statement in front of it does. */
export function renumbered({ plan, topics }: PlanWithTopics, by: number): PlanWithTopics {
  return {
    plan: {
      ...plan,
      nodes: plan.nodes.map((node) => ({ ...node, id: node.id + by })),
      edges: plan.edges.map((edge) => ({ ...edge, source: edge.source + by, target: edge.target + by })),
    },
    topics,
  };
}
