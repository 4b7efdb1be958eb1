import type { ServedTablePlan } from "@millrace/domain";
import { readingOf } from "../query/column-value.ts";
import { oneOf, type Parameters, wholeNumber } from "../query/parameters.ts";
import { defaultOrder } from "../query/parse-order.ts";
import { type AskedTable, type ParsedQuery, place, type QueryDraft } from "../query/parse-query.ts";
import type { Filter, Shape } from "../query/table-query.ts";

/** How the queries of live streams are read. */
export type StreamQuery = (parameters: Parameters, asked: AskedTable, nowMs: number) => ParsedQuery;

/** What streams are ranked by: their sum over the range; of viewers, who are not to be counted twice, the most there were. */
const rankings = {
  active_viewers: "max",
  chat_messages: "sum",
  donations_usd: "sum",
} as const;
const rankingNames = ["active_viewers", "chat_messages", "donations_usd"] as const;
const maxMinutes = 525_600;

/** `minutes` (60), `limit` (100), `stream_id`, `cursor`: the rows of streams, newest window first. */
export const minutesOfStreams: StreamQuery = (parameters, asked, nowMs) => {
  const range = { minutes: minutesIn(parameters) };
  const draft = draftOf(asked, { kind: "rows", columns: namesOf(asked.table) }, parameters);
  return finish(parameters, { draft, range, nowMs }, ["minutes", "limit", "stream_id", "cursor"]);
};

/** `stream_id`, `limit`, `cursor`: the newest row of every stream. */
export const latestOfStreams: StreamQuery = (parameters, asked, nowMs) => {
  const draft = draftOf(asked, { kind: "latest", columns: namesOf(asked.table) }, parameters);
  return finish(parameters, { draft, range: {}, nowMs }, ["stream_id", "limit", "cursor"]);
};

/** `minutes` (60), `by` (active_viewers), `n` (10): the streams with the most. */
export const topStreams: StreamQuery = (parameters, { table, finalTable }, nowMs) => {
  const range = { minutes: minutesIn(parameters) };
  const by = parameters.one("by", oneOf(rankingNames)) ?? "active_viewers";
  const limit = parameters.one("n", wholeNumber(1, 1_000)) ?? 10;
  const draft: QueryDraft = {
    table,
    ...(finalTable === undefined ? {} : { finalTable }),
    selection: { filters: [] },
    shape: {
      kind: "grouped",
      groups: [{ kind: "column", column: "stream_id" }],
      aggregates: rankingNames.map((name) => ({ function: rankings[name], column: name, name })),
    },
    order: [
      { name: by, isDescending: true },
      { name: "stream_id", isDescending: false },
    ],
    limit,
  };
  const parsed = finish(parameters, { draft, range, nowMs }, ["minutes", "by", "n"]);
  return parsed.ok ? { ...parsed, hasPages: false } : parsed;
};

function minutesIn(parameters: Parameters): number {
  return parameters.one("minutes", wholeNumber(1, maxMinutes)) ?? 60;
}

function namesOf({ columns }: ServedTablePlan): readonly string[] {
  return columns.map(({ name }) => name);
}

function draftOf(asked: AskedTable, shape: Shape, parameters: Parameters): QueryDraft {
  return {
    ...asked,
    selection: { filters: streamFilter(parameters) },
    shape,
    order: defaultOrder(asked.table, shape),
    limit: parameters.one("limit", wholeNumber(1, 10_000)) ?? 100,
  };
}

function streamFilter(parameters: Parameters): readonly Filter[] {
  const reading = readingOf("text");
  const value = reading && parameters.one("stream_id", reading);
  return value === undefined ? [] : [{ column: "stream_id", operator: "eq", values: [value] }];
}

interface Draft {
  readonly draft: QueryDraft;
  readonly range: { readonly minutes?: number };
  readonly nowMs: number;
}

function finish(
  parameters: Parameters,
  { draft, range, nowMs }: Draft,
  known: readonly string[],
): ParsedQuery {
  const cursor = known.includes("cursor") ? parameters.all("cursor") : [];
  const placed = place(parameters, { draft, range, cursor, nowMs });
  const problems = parameters.problems(known);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, ...placed, hasPages: true };
}
