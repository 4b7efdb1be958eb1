import type { ServedTablePlan } from "@millrace/domain";
import { fingerprint, fits, readCursor } from "./cursor.ts";
import { oneOf, type Parameters, trueOrFalse, wholeNumber } from "./parameters.ts";
import { parseFilters } from "./parse-filters.ts";
import { parseOrder } from "./parse-order.ts";
import { type AskedRange, parseRange, resolveRange } from "./parse-range.ts";
import { parseShape } from "./parse-shape.ts";
import type { QueryProblem } from "./query-problem.ts";
import { relationColumns } from "./relation-columns.ts";
import type { Order, Shape, TableQuery } from "./table-query.ts";

/** A table that is asked, and where its final rows are. */
export interface AskedTable {
  readonly table: ServedTablePlan;
  readonly finalTable?: ServedTablePlan;
}

/** A query, and what the next page is told by. */
export interface AskedQuery {
  readonly query: TableQuery;
  /** The query without where it begins. */
  readonly fingerprint: string;
  /** As it is asked for; undefined: as the caller accepts it. */
  readonly format?: AnswerFormat;
  /** Whether more can be asked for behind the last row. */
  readonly hasPages: boolean;
}

/** How rows can be written. */
export type AnswerFormat = "json" | "csv";

/** A query that can be run, or all that is wrong with it. */
export type ParsedQuery =
  ({ readonly ok: true } & AskedQuery) | { readonly ok: false; readonly problems: readonly QueryProblem[] };

const maxLimit = 10_000;
const defaultLimit = 100;

/** Every parameter that is no column. */
export const queryParameters: readonly string[] = [
  "minutes",
  "from",
  "to",
  "order",
  "limit",
  "cursor",
  "columns",
  "final",
  "latest",
  "group_by",
  "sum",
  "avg",
  "min",
  "max",
  "count",
  "top",
  "by",
  "format",
];

/** Reads what is asked of a table by a URL. */
export function parseQuery(parameters: Parameters, asked: AskedTable, nowMs: number): ParsedQuery {
  const { table } = asked;
  const range = parseRange(parameters, table);
  const shape = parseShape(parameters, table);
  const ranking = parseRanking(parameters, shape);
  const order = parseOrder(parameters, table, shape, ranking.by);
  const limit = parameters.one("limit", wholeNumber(1, maxLimit));
  const isFinal = parameters.one("final", trueOrFalse);
  const format = parameters.one("format", oneOf(["json", "csv"]));
  const cursor = parameters.all("cursor");
  const filters = parseFilters(parameters, table);
  const selection = { filters, ...(isFinal === undefined ? {} : { isFinal }) };
  const draft = { ...asked, selection, shape, order, limit: ranking.top ?? limit ?? defaultLimit };
  const paged = place(parameters, { draft, range, cursor, nowMs });
  const problems = parameters.problems([...queryParameters, ...table.columns.map(({ name }) => name)]);
  if (problems.length > 0) return { ok: false, problems };
  const hasPages = ranking.top === undefined;
  return { ok: true, ...paged, hasPages, ...(format === undefined ? {} : { format }) };
}

interface Ranking {
  readonly top?: number;
  readonly by?: string;
}

/** Reads `top` and `by`. */
function parseRanking(parameters: Parameters, shape: Shape): Ranking {
  const top = parameters.one("top", wholeNumber(1, maxLimit));
  const [given] = parameters.all("by");
  if (!parameters.has("top")) {
    if (given !== undefined) parameters.wrong("by", given, "top as well: how many are answered");
    return {};
  }
  if (shape.kind !== "grouped" || shape.aggregates.length === 0)
    parameters.wrong("top", top, "group_by, and by or a function, as well: what is ranked by what");
  for (const name of ["limit", "cursor"])
    if (parameters.has(name)) parameters.wrong(name, parameters.all(name)[0], "nothing beside top");
  const first = shape.kind === "grouped" ? shape.aggregates[0]?.name : undefined;
  const by = given ?? first;
  return { ...(top === undefined ? {} : { top }), ...(by === undefined ? {} : { by }) };
}

/** A query of which only the range and the place are missing. */
export interface QueryDraft extends AskedTable {
  readonly selection: Omit<TableQuery["selection"], "range">;
  readonly shape: Shape;
  readonly order: readonly Order[];
  readonly limit: number;
}

interface Place {
  readonly draft: QueryDraft;
  readonly range: AskedRange;
  /** As given: none, or one. */
  readonly cursor: readonly string[];
  readonly nowMs: number;
}

/** Puts a query where its cursor says, or at its beginning. */
export function place(
  parameters: Parameters,
  { draft, range, cursor, nowMs }: Place,
): Pick<AskedQuery, "query" | "fingerprint"> {
  const { table, selection, shape, order } = draft;
  const name = fingerprint([table.domain, table.name, selection, shape, order, range]);
  const start = { ...draft, selection: { ...selection, range: resolveRange(range, nowMs) } };
  const [text, ...more] = cursor;
  if (text === undefined) return { query: start, fingerprint: name };
  const position = more.length === 0 ? readCursor(text) : undefined;
  const types = orderTypes(draft);
  if (position === undefined || position.query !== name || !fits(position.values, types)) {
    parameters.wrong("cursor", text, "next_cursor of an answer to this same query");
    return { query: start, fingerprint: name };
  }
  const { values: after, range: resolved } = position;
  return { query: { ...draft, selection: { ...selection, range: resolved }, after }, fingerprint: name };
}

function orderTypes({ table, shape, order }: QueryDraft): readonly string[] {
  const columns = relationColumns(table, shape);
  return order.map(({ name }) => columns.find((column) => column.name === name)?.type ?? "text");
}
