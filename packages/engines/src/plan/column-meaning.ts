import {
  aggregateColumns,
  aggregateMeaning,
  aggregateStep,
  type AggregateMeaning,
} from "./aggregate-meaning.ts";
import { kindOf, type PlanField, type PlanNode, rowFields, tableOf } from "./compiled-plan.ts";
import { type ColumnMeaning, digest, expressionMeaning, passedColumn } from "./expression-meaning.ts";
import type { PlanGraph } from "./plan-graph.ts";
import { windowMeaning } from "./window-meaning.ts";

/** These hand their input's columns on as they are. */
const passing = new Set([
  "exchange",
  "watermark-assigner",
  "mini-batch-assigner",
  "drop-update-before",
  "changelog-normalize",
  "deduplicate",
  "window-deduplicate",
  "limit",
  "sort",
  "sort-limit",
  "temporal-sort",
  "sink",
]);

/** These put the columns of their inputs side by side, or hand on the first input's alone. */
const joining = new Set(["join", "interval-join", "temporal-join", "window-join"]);

/** Follows every column of a compiled plan back to the topics that it comes from. */
export class ColumnMeanings {
  readonly #graph: PlanGraph;
  readonly #topicOf: (table: string) => string;
  readonly #known = new Map<number, readonly ColumnMeaning[]>();

  /** @param topicOf the topic behind a logical table */
  constructor(graph: PlanGraph, topicOf: (table: string) => string) {
    this.#graph = graph;
    this.#topicOf = topicOf;
  }

  /** The columns that a node emits. */
  of(node: PlanNode): readonly ColumnMeaning[] {
    let columns = this.#known.get(node.id);
    if (columns === undefined) {
      columns = this.#find(node);
      this.#known.set(node.id, columns);
    }
    return columns;
  }

  /** The columns that come into a node, those of its first input first. */
  into(node: PlanNode): readonly ColumnMeaning[] {
    return this.#graph.inputsOf(node).flatMap((input) => this.of(input));
  }

  /** What an aggregate computes, whichever step of it the node does; undefined where the plan cannot be followed. */
  aggregate(node: PlanNode): AggregateMeaning | undefined {
    const step = aggregateStep(node);
    if (step === undefined) return undefined;
    const first = step === "second" ? this.#firstStepOf(node) : node;
    return first === undefined ? undefined : aggregateMeaning(first, this.into(first));
  }

  #firstStepOf(node: PlanNode): PlanNode | undefined {
    const [input] = this.#graph.inputsOf(node);
    if (input === undefined) return undefined;
    if (kindOf(input) === "exchange") return this.#firstStepOf(input);
    return aggregateStep(input) === "first" ? input : undefined;
  }

  #find(node: PlanNode): readonly ColumnMeaning[] {
    const kind = kindOf(node);
    const fields = rowFields(node["outputType"]);
    if (kind === "table-source-scan") return this.#scanned(node, fields);
    if (kind === "calc") return this.#calculated(node, fields);
    if (passing.has(kind)) return this.into(node);
    if (kind === "window-table-function") return this.#windowed(node, fields);
    if (joining.has(kind)) return this.#joined(node, fields);
    const aggregate = this.aggregate(node);
    if (aggregate !== undefined && aggregateStep(node) !== "first") return aggregateColumns(aggregate, node);
    return this.#opaque(node, fields, aggregate?.keys ?? []);
  }

  #scanned(node: PlanNode, fields: readonly PlanField[]): readonly ColumnMeaning[] {
    const topic = this.#topicOf(tableOf(node) ?? "");
    return fields.map(({ name, type }) => ({ exact: `${topic}.${name} ${type}`, text: name }));
  }

  #calculated(node: PlanNode, fields: readonly PlanField[]): readonly ColumnMeaning[] {
    const columns = this.into(node);
    const locals = (node["expression"] ?? []) as readonly unknown[];
    const projection = (node["projection"] ?? []) as readonly unknown[];
    return projection.map((expression, index) => {
      const passed = passedColumn(expression, locals);
      const origin = passed === undefined ? undefined : columns[passed];
      return (
        origin ?? { exact: expressionMeaning(expression, columns, locals), text: fields[index]?.name ?? "" }
      );
    });
  }

  /** A window function adds the window's start, end and time to its input's columns. */
  #windowed(node: PlanNode, fields: readonly PlanField[]): readonly ColumnMeaning[] {
    const columns = this.into(node);
    const window = windowMeaning(node["windowing"], columns);
    const added = fields.slice(columns.length).map(({ name }) => ({
      exact: digest([name, window.exact]),
      text: `${name} of ${window.text}`,
    }));
    return [...columns, ...added];
  }

  #joined(node: PlanNode, fields: readonly PlanField[]): readonly ColumnMeaning[] {
    const both = this.into(node);
    return fields.length === both.length ? both : both.slice(0, fields.length);
  }

  /** What is not followed further stands for itself and for everything that comes into it. */
  #opaque(
    node: PlanNode,
    fields: readonly PlanField[],
    leading: readonly ColumnMeaning[],
  ): readonly ColumnMeaning[] {
    const columns = this.into(node);
    const self = digest([ownFacts(node), columns.map(({ exact }) => exact)]);
    return fields.map(({ name }, index) => leading[index] ?? { exact: `${self}#${index}`, text: name });
  }
}

const notOwn = new Set(["id", "description", "inputProperties", "state", "configuration"]);

/** Everything that a compiled plan says about a node, but for its id, its words and names, and how long its state is kept. */
export function ownFacts(node: PlanNode): Readonly<Record<string, unknown>> {
  const facts = Object.entries(node).filter(([key]) => !notOwn.has(key));
  return { ...Object.fromEntries(facts), outputType: rowFields(node["outputType"]).map(({ type }) => type) };
}
