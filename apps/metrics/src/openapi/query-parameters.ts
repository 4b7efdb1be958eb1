import type { JsonSchema, ServedColumnPlan, ServedTablePlan } from "@millrace/domain";
import { readingOf } from "../query/column-value.ts";
import { aggregateFunctions, buckets, operators } from "../query/table-query.ts";

const text = { type: "string" };
const names = { type: "array", items: text };

/** A parameter of a URL's query. */
export function queryParameter(name: string, description: string, schema: JsonSchema): JsonSchema {
  return {
    name,
    in: "query",
    description,
    schema,
    ...(schema["type"] === "array" ? { explode: false } : {}),
  };
}

/** Whole numbers within limits. */
export function wholeSchema(minimum: number, maximum: number, fallback?: number): JsonSchema {
  return { type: "integer", minimum, maximum, ...(fallback === undefined ? {} : { default: fallback }) };
}

const listed: readonly JsonSchema[] = [
  queryParameter("minutes", "Rows of the newest minutes, by the clock.", wholeSchema(1, 525_600)),
  queryParameter("from", "Rows from this time on.", { ...text, format: "date-time" }),
  queryParameter("to", "Rows before this time.", { ...text, format: "date-time" }),
  queryParameter(
    "order",
    "Columns to order by, descending with - before them: -window_start,postcode.",
    names,
  ),
  queryParameter("limit", "How many rows are answered at most.", wholeSchema(1, 10_000, 100)),
  queryParameter("cursor", "next_cursor of the answer to this same query: its next page.", text),
  queryParameter("columns", "Columns to answer. Default: all.", names),
  queryParameter("final", "Only rows that are final, or only those that are not.", { type: "boolean" }),
  queryParameter("latest", "Only the newest row of each group.", { type: "boolean" }),
  queryParameter(
    "group_by",
    `Columns by which rows are put together, or a length of time: ${buckets.map((each) => `time.${each}`).join(", ")}.`,
    names,
  ),
  ...aggregateFunctions.map((each) =>
    queryParameter(each, `Measures of which the ${each} is answered, as ${each}.<measure>.`, names),
  ),
  queryParameter("count", "Whether rows are counted.", { type: "boolean" }),
  queryParameter("top", "How many groups are answered, the highest first.", wholeSchema(1, 10_000)),
  queryParameter("by", "What top ranks by: sum.<measure>. Default: the first function.", text),
  queryParameter("format", "How rows are written. Default: what Accept says, else json.", {
    ...text,
    enum: ["json", "csv"],
  }),
];

/** Parameters of every table. */
export const tableParameters: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  listed.map((parameter) => [String(parameter["name"]), parameter]),
);

/** References to them, and the comparisons of a table's own columns. */
export function parametersOf({ columns }: ServedTablePlan): readonly JsonSchema[] {
  const shared = Object.keys(tableParameters).map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return [...shared, ...columns.flatMap(comparisons)];
}

function comparisons({ name, type }: ServedColumnPlan): readonly JsonSchema[] {
  const reading = readingOf(type);
  if (reading === undefined) return [];
  const values = { type: "array", items: { ...text, description: `Expected: ${reading.expected}.` } };
  const isReserved = Object.hasOwn(tableParameters, name);
  const any = queryParameter(isReserved ? `${name}.eq` : name, `Rows with one of these values.`, values);
  const compared = operators
    .filter((operator) => operator !== "eq")
    .map((operator) =>
      queryParameter(
        `${name}.${operator}`,
        operator === "ne" ? "Rows with none of these values." : `Rows whose ${name} compares so.`,
        operator === "ne" ? values : text,
      ),
    );
  return [any, ...compared].map((each) => ({ ...each, explode: true }));
}
