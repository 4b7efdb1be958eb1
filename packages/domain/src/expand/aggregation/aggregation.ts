import type { AggregationInput, MeasureFunction } from "../../schema/aggregation-schema.ts";
import { measureFunctions } from "../../schema/aggregation-schema.ts";
import { parseDuration } from "../../duration.ts";
import type { DomainInput } from "../../schema/domain-schema.ts";
import { normalizeSql, tokenize } from "../../sql/lexer.ts";
import { type SourceTable, type SourceValue, sourceTables, valueAtPath } from "./source-table.ts";

/** A valid aggregation with everything that it names looked up. */
export interface Aggregation {
  readonly name: string;
  readonly domain: string;
  readonly input: AggregationInput;
  readonly source: SourceTable;
  readonly window: AggregationWindow;
  readonly groups: readonly SourceValue[];
  readonly measures: readonly Measure[];
  /** On one line each, like every condition here. */
  readonly where?: string;
  readonly having?: string;
  readonly top?: Top;
}

/** A window over event time. */
export interface AggregationWindow {
  readonly kind: "tumbling" | "hopping" | "cumulating" | "session";
  /** Of a session the gap that ends it. */
  readonly sizeMs: number;
  /** How often a hopping window begins, or by how much a cumulating one grows. */
  readonly everyMs?: number;
}

/** One computed column. */
export interface Measure {
  readonly name: string;
  readonly function: MeasureFunction;
  /** Nothing where rows are counted. */
  readonly value?: SourceValue;
  readonly where?: string;
  readonly doc?: string;
}

/** The greatest groups of a window. */
export interface Top {
  readonly n: number;
  readonly by: string;
  /** Names of the group columns within which is ranked. */
  readonly per: readonly string[];
}

/** Whether rows may still change. */
export type AggregationForm = "provisional" | "final";

/** Looks up what an aggregation names; it must have passed the rules. */
export function readAggregation(domain: DomainInput, name: string, input: AggregationInput): Aggregation {
  const source = sourceTables(domain).find((table) => table.name === input.from);
  if (source === undefined) throw new Error(`aggregation ${name} reads the unknown table ${input.from}`);
  const lookUp = (path: string) => {
    const value = valueAtPath(source, path);
    if (value === undefined) throw new Error(`aggregation ${name} names the unknown attribute ${path}`);
    return value;
  };
  const { top, where: rows, having } = input;
  return {
    name,
    domain: domain.domain,
    input,
    source,
    window: readWindow(input.window),
    groups: (input.group_by ?? []).map(lookUp),
    measures: Object.entries(input.measures).map(([measure, { where, doc, ...functions }]) => {
      const { name: computes, path } = functionOf(functions);
      return {
        name: measure,
        function: computes,
        ...(path === "*" ? {} : { value: amountOf(lookUp(path)) }),
        ...(where === undefined ? {} : { where: onOneLine(where) }),
        ...(doc === undefined ? {} : { doc }),
      };
    }),
    ...(rows === undefined ? {} : { where: onOneLine(rows) }),
    ...(having === undefined ? {} : { having: onOneLine(having) }),
    ...(top === undefined
      ? {}
      : { top: { n: top.n, by: top.by, per: (top.per ?? []).map((path) => lookUp(path).columnName) } }),
  };
}

/** What a measure computes, and of what: a path, or `*` for rows. */
export function functionOf(measure: Readonly<Partial<Record<MeasureFunction, string | undefined>>>): {
  readonly name: MeasureFunction;
  readonly path: string;
} {
  const name = measureFunctions.find((each) => measure[each] !== undefined) ?? "count";
  return { name, path: measure[name] ?? "*" };
}

/** The window in milliseconds. */
export function readWindow(window: AggregationInput["window"]): AggregationWindow {
  const { tumbling, hopping, every, cumulating, step, session } = window;
  const ms = (text: string | undefined) => parseDuration(text ?? "0 s");
  if (hopping !== undefined) return { kind: "hopping", sizeMs: ms(hopping), everyMs: ms(every) };
  if (cumulating !== undefined) return { kind: "cumulating", sizeMs: ms(cumulating), everyMs: ms(step) };
  if (session !== undefined) return { kind: "session", sizeMs: ms(session) };
  return { kind: "tumbling", sizeMs: ms(tumbling) };
}

/** The forms in which an aggregation's rows are emitted. */
export function formsOf({ emit, window }: AggregationInput): readonly AggregationForm[] {
  const chosen = emit ?? (window.session === undefined ? "both" : "final");
  return chosen === "both" ? ["provisional", "final"] : [chosen];
}

/** The names of the results that an aggregation makes, with their forms. */
export function resultNames(
  name: string,
  input: AggregationInput,
): readonly { readonly name: string; readonly form: AggregationForm }[] {
  const forms = formsOf(input);
  return forms.map((form) => ({
    form,
    name: form === "final" && forms.length === 2 ? `${name}_final` : name,
  }));
}

function onOneLine(condition: string): string {
  return normalizeSql(tokenize(condition).tokens);
}

/** Money without one currency is measured in minor units. */
function amountOf(value: SourceValue): SourceValue {
  const { attribute, sql } = value;
  if (attribute.type !== "money" || attribute.currency !== undefined) return value;
  return { ...value, sql: `${sql}.minor_units`, attribute: { type: "long", optional: attribute.optional } };
}
