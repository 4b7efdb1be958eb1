import type { AggregateMeaning } from "./aggregate-meaning.ts";
import { ColumnMeanings, ownFacts } from "./column-meaning.ts";
import { type CompiledPlan, kindOf, type PlanNode, tableOf } from "./compiled-plan.ts";
import { type ColumnMeaning, digest, expressionMeaning } from "./expression-meaning.ts";
import { remembersFirst } from "./horizons.ts";
import { PlanGraph } from "./plan-graph.ts";

/** A compiled plan with the topics behind its tables. */
export interface PlanWithTopics {
  readonly plan: CompiledPlan;
  readonly topics: Readonly<Record<string, string>>;
}

/** What a node keeps between two rows. */
export type StateFacts =
  | { readonly kind: "source"; readonly table: string; readonly topic: string }
  | { readonly kind: "sink"; readonly table: string; readonly topic: string }
  | {
      readonly kind: "aggregate";
      readonly keys: readonly string[];
      readonly calls: readonly string[];
      readonly window: string | undefined;
    }
  | { readonly kind: "identities"; readonly keys: readonly string[] }
  | { readonly kind: "other"; readonly operator: string };

/** A node of a compiled plan that has state. */
export interface StatefulNode {
  readonly id: number;
  /** Equal exactly where state fits: what is kept, under which keys, of which topics. */
  readonly meaning: string;
  /** Which rows come to it: the conditions on their way. Rows that are selected otherwise fit into the same state. */
  readonly selection: string;
  /** The result tables that it feeds, sorted. */
  readonly results: readonly string[];
  /** The topics that it reads from, directly or not, sorted. */
  readonly sources: readonly string[];
  /** How long unused state is kept, in Flink's words: `3600000 ms`; undefined where no time to live applies. */
  readonly stateTtl: string | undefined;
  readonly facts: StateFacts;
}

/** These keep nothing. Every other node is taken to have state, also one that is not known here. */
const stateless = new Set([
  "calc",
  "correlate",
  "drop-update-before",
  "exchange",
  "expand",
  "local-group-aggregate",
  "local-window-aggregate",
  "mini-batch-assigner",
  "union",
  "values",
  "watermark-assigner",
]);

/** The nodes of a compiled plan that have state, in the plan's order. */
export function statefulNodes({ plan, topics }: PlanWithTopics): readonly StatefulNode[] {
  const graph = new PlanGraph(plan);
  const topicOf = (table: string) => topics[table] ?? table;
  const columns = new ColumnMeanings(graph, topicOf);
  return plan.nodes
    .filter((node) => hasState(node))
    .map((node) => {
      const sources = tablesOf(graph.upstreamOf(node), "table-source-scan").map(topicOf).sort();
      return {
        id: node.id,
        ...meaningOf(node, { columns, topicOf, sources }),
        selection: selectionOf(node, graph, columns),
        results: tablesOf(graph.downstreamOf(node), "sink"),
        sources,
        stateTtl: stateTtlOf(node),
      };
    });
}

function hasState(node: PlanNode): boolean {
  const kind = kindOf(node);
  // Only session windows have to remember rows before they are given their window.
  if (kind === "window-table-function") return JSON.stringify(node["windowing"]).includes("SessionWindow");
  return !stateless.has(kind);
}

interface Surroundings {
  readonly columns: ColumnMeanings;
  readonly topicOf: (table: string) => string;
  readonly sources: readonly string[];
}

function meaningOf(
  node: PlanNode,
  { columns, topicOf, sources }: Surroundings,
): Pick<StatefulNode, "meaning" | "facts"> {
  const kind = kindOf(node);
  const table = tableOf(node) ?? "";
  if (kind === "table-source-scan")
    return {
      meaning: digest([node.type, topicOf(table)]),
      facts: { kind: "source", table, topic: topicOf(table) },
    };
  const into = columns.into(node);
  const inputs = into.map(({ exact }) => exact);
  if (remembersFirst(node)) {
    const keys = (node["uniqueKeys"] as readonly number[]).flatMap((index) => into[index] ?? []);
    return {
      meaning: digest([node.type, sources, keys.map(({ exact }) => exact)]),
      facts: { kind: "identities", keys: keys.map(({ text }) => text) },
    };
  }
  if (kind === "sink") {
    // A sink that puts rows in order first keeps whole rows.
    const rows = node["state"] === undefined ? [] : inputs;
    return {
      meaning: digest([node.type, topicOf(table), rows]),
      facts: { kind: "sink", table, topic: topicOf(table) },
    };
  }
  const aggregate = columns.aggregate(node);
  if (aggregate !== undefined) return aggregateState(node, aggregate, sources);
  return { meaning: digest([ownFacts(node), inputs]), facts: { kind: "other", operator: kind } };
}

function aggregateState(
  node: PlanNode,
  { keys, calls, window }: AggregateMeaning,
  sources: readonly string[],
): Pick<StatefulNode, "meaning" | "facts"> {
  const exact = (columns: readonly ColumnMeaning[]) => columns.map((column) => column.exact);
  const text = (columns: readonly ColumnMeaning[]) => columns.map((column) => column.text);
  const retraction = [node["needRetraction"], node["aggCallNeedRetractions"]];
  return {
    meaning: digest([node.type, sources, exact(keys), exact(calls), window?.exact, retraction]),
    facts: { kind: "aggregate", keys: text(keys), calls: text(calls), window: window?.text },
  };
}

/** Every condition that a row has to meet on its way to the node. */
function selectionOf(node: PlanNode, graph: PlanGraph, columns: ColumnMeanings): string {
  const conditions = [...graph.upstreamOf(node)]
    .filter((each) => kindOf(each) === "calc" && (each["condition"] ?? null) !== null)
    .map((calc) => {
      const locals = (calc["expression"] ?? []) as readonly unknown[];
      return expressionMeaning(calc["condition"], columns.into(calc), locals);
    });
  return digest(conditions.sort());
}

function tablesOf(nodes: ReadonlySet<PlanNode>, kind: string): string[] {
  const tables = [...nodes].filter((node) => kindOf(node) === kind).map((node) => tableOf(node) ?? "");
  return [...new Set(tables)].sort();
}

function stateTtlOf(node: PlanNode): string | undefined {
  const states = node["state"] as readonly { readonly ttl?: string }[] | undefined;
  return states?.map(({ ttl }) => ttl ?? "").join(", ");
}
