import type { ServedTablePlan } from "@millrace/domain";
import { type Parameters, trueOrFalse } from "./parameters.ts";
import {
  type Aggregate,
  aggregateFunctions,
  type Bucket,
  buckets,
  type Group,
  groupColumn,
  type Shape,
} from "./table-query.ts";

/** Reads what becomes of the rows: `columns`, `latest`, or `group_by` with `sum`, `avg`, `min`, `max` and `count`. */
export function parseShape(parameters: Parameters, table: ServedTablePlan): Shape {
  const groups = parseGroups(parameters, table);
  const aggregates = parseAggregates(parameters, table);
  const isLatest = parameters.one("latest", trueOrFalse) ?? false;
  const names = table.columns.map(({ name }) => name);
  const chosen = parameters.names("columns", names, "a column");
  const isGrouped = groups.length > 0 || aggregates.length > 0;
  const answered = [...new Set(groups.map(groupColumn)), ...aggregates.map(({ name }) => name)];
  const twice = answered.find((name, at) => answered.indexOf(name) !== at);
  if (twice !== undefined)
    parameters.wrong("group_by", twice, "no group that is called like another column of the answer");
  if (isGrouped && parameters.has("columns"))
    parameters.wrong("columns", chosen.join(","), "nothing: group_by and the functions say the columns");
  if (isGrouped && isLatest) parameters.wrong("latest", "true", "nothing beside group_by and functions");
  if (isLatest && (table.groupColumns.length === 0 || table.timeColumn === undefined))
    parameters.wrong("latest", "true", `nothing: rows of ${table.name} have no groups, or no time`);
  if (isGrouped) return { kind: "grouped", groups, aggregates };
  const columns = chosen.length === 0 ? names : chosen;
  return { kind: isLatest ? "latest" : "rows", columns };
}

function parseGroups(parameters: Parameters, { columns, timeColumn }: ServedTablePlan): readonly Group[] {
  const times = timeColumn === undefined ? [] : buckets.map((bucket) => `time.${bucket}`);
  const comparable = columns.filter(({ type }) => !type.endsWith("[]")).map(({ name }) => name);
  const asked = parameters.names("group_by", [...comparable, ...times], "a column or a bucket");
  const found = asked.filter((name) => times.includes(name));
  if (found.length > 1) parameters.wrong("group_by", found.join(","), "one bucket at most");
  return asked.map((name) =>
    times.includes(name)
      ? { kind: "bucket", bucket: name.slice("time.".length) as Bucket }
      : { kind: "column", column: name },
  );
}

function parseAggregates(parameters: Parameters, table: ServedTablePlan): readonly Aggregate[] {
  const { measures } = table;
  const times = table.columns.filter(({ type }) => type === "timestamptz").map(({ name }) => name);
  const asked = aggregateFunctions.flatMap((each) => {
    const allowed = each === "min" || each === "max" ? [...measures, ...times] : measures;
    return parameters.names(each, allowed, "a measure").map((column) => aggregateOf(each, column));
  });
  const isCounted = parameters.one("count", trueOrFalse) ?? false;
  return withRank([...asked, ...(isCounted ? [counting] : [])], parameters, measures);
}

const counting: Aggregate = { function: "count", name: "count" };

function aggregateOf(each: Exclude<Aggregate["function"], "count">, column: string): Aggregate {
  return { function: each, column, name: `${each}.${column}` };
}

/** What `by` ranks is answered, whether it was asked for or not. */
function withRank(
  asked: readonly Aggregate[],
  parameters: Parameters,
  measures: readonly string[],
): readonly Aggregate[] {
  const possible = [
    counting,
    ...aggregateFunctions.flatMap((each) => measures.map((column) => aggregateOf(each, column))),
  ];
  const [by] = parameters.names(
    "by",
    possible.map(({ name }) => name),
    "a function of a measure",
  );
  const ranked = possible.find(({ name }) => name === by);
  return ranked === undefined || asked.some(({ name }) => name === by) ? asked : [...asked, ranked];
}
