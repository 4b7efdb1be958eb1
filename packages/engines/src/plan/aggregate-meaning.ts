import { kindOf, type PlanNode } from "./compiled-plan.ts";
import { type ColumnMeaning, digest } from "./expression-meaning.ts";
import { windowMeaning } from "./window-meaning.ts";

/** An aggregate call as compiled plans write it. */
interface AggregateCall {
  readonly internalName?: string;
  readonly systemName?: string;
  readonly catalogName?: string;
  readonly argList: readonly number[];
  readonly filterArg: number;
  readonly distinct: boolean;
  readonly type: unknown;
  readonly [field: string]: unknown;
}

/** What an aggregate computes. */
export interface AggregateMeaning {
  readonly keys: readonly ColumnMeaning[];
  readonly calls: readonly ColumnMeaning[];
  readonly window: ColumnMeaning | undefined;
}

const oneStep = new Set(["group-aggregate", "window-aggregate"]);
const firstSteps = new Set(["local-group-aggregate", "local-window-aggregate"]);
const secondSteps = new Set(["global-group-aggregate", "global-window-aggregate"]);

/** Whether the node does all of an aggregation, its first step (which keeps nothing) or its second. */
export function aggregateStep(node: PlanNode): "only" | "first" | "second" | undefined {
  const kind = kindOf(node);
  if (oneStep.has(kind)) return "only";
  if (firstSteps.has(kind)) return "first";
  return secondSteps.has(kind) ? "second" : undefined;
}

/** @param columns of the input of the aggregation's first or only step, which `node` is */
export function aggregateMeaning(node: PlanNode, columns: readonly ColumnMeaning[]): AggregateMeaning {
  const grouping = (node["grouping"] ?? []) as readonly number[];
  const calls = (node["aggCalls"] ?? []) as readonly AggregateCall[];
  return {
    keys: grouping.map((index) => columns[index] ?? unknownColumn(index)),
    calls: calls.map((call) => callMeaning(call, columns)),
    window: node["windowing"] === undefined ? undefined : windowMeaning(node["windowing"], columns),
  };
}

/** What the result columns of the aggregation hold: its keys, its calls, then the bounds of its window. */
export function aggregateColumns(meaning: AggregateMeaning, node: PlanNode): readonly ColumnMeaning[] {
  const { keys, calls, window } = meaning;
  const scope = digest([keys.map(({ exact }) => exact), window?.exact]);
  const bounds = (node["namedWindowProperties"] ?? []) as readonly {
    readonly name: string;
    readonly property: { readonly kind: string };
  }[];
  return [
    ...keys,
    ...calls.map(({ exact, text }) => ({ exact: digest([exact, scope]), text })),
    ...bounds.map(({ name, property }) => ({
      exact: digest([property.kind, window?.exact]),
      text: `${name} of ${window?.text ?? "a window"}`,
    })),
  ];
}

function callMeaning(call: AggregateCall, columns: readonly ColumnMeaning[]): ColumnMeaning {
  const { name: _, argList, filterArg, ...rest } = call;
  const at = (index: number) => columns[index] ?? unknownColumn(index);
  const filter = filterArg < 0 ? undefined : at(filterArg);
  return {
    exact: digest([rest, argList.map((index) => at(index).exact), filter?.exact]),
    text: [
      functionName(call),
      `(${call.distinct ? "DISTINCT " : ""}${argList.map((index) => at(index).text).join(", ") || "*"})`,
      filter === undefined ? "" : ` FILTER (WHERE ${filter.text})`,
    ].join(""),
  };
}

function functionName({ internalName, systemName, catalogName }: AggregateCall): string {
  // `$COUNT$1`: the function and the version of its behaviour.
  return internalName?.replace(/^\$(.*)\$\d+$/, "$1") ?? systemName ?? catalogName ?? "an aggregate";
}

function unknownColumn(index: number): ColumnMeaning {
  return { exact: `#${index}`, text: `column ${index + 1}` };
}
