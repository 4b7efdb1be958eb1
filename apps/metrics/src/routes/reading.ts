import { describeFound } from "@millrace/common";
import { type Gate, guard, needsIn, needsToReadSomewhere } from "@millrace/http";
import type { RequestHandler } from "express";
import type { Served } from "../catalog/served.ts";
import type { Database } from "../database/database.ts";
import type { ProblemAnswer } from "../http/problem.ts";
import type { Freshness } from "../pipeline/lags.ts";
import type { QueryProblem } from "../query/query-problem.ts";

/** What routes that answer rows work with. */
export interface ReadingOptions {
  readonly served: Served;
  readonly gate: Gate;
  readonly database: Pick<Database, "rows">;
  readonly freshness: Freshness;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
}

/** Express middleware: lets those through who may read the domain. @param domainOf of a request's parameters */
export function mayRead(
  { served, gate }: Pick<ReadingOptions, "served" | "gate">,
  domainOf: (parameters: Readonly<Record<string, string | string[] | undefined>>) => string,
): RequestHandler {
  return async (request, response, next) => {
    const domain = domainOf(request.params);
    // Needs are kept for ever: only domains that exist get one.
    const isKnown = served.catalog.domains.includes(domain);
    await guard(gate, isKnown ? needsIn(domain, "read") : needsToReadSomewhere)(request, response, next);
  };
}

/** What follows a request's path. */
export function searchOf(url: string): string {
  const start = url.indexOf("?");
  return start < 0 ? "" : url.slice(start);
}

/** A query with problems. */
export function invalidQuery(problems: readonly QueryProblem[]): ProblemAnswer {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const detail =
    first === undefined
      ? "The query cannot be read."
      : `${describeFound(first.parameter).slice(1, -1)}: found ${first.found}, expected ${first.expected}${more}.`;
  return { status: 400, code: "INVALID_QUERY", title: "Invalid query", detail, members: { problems } };
}

/** There is nothing of this name. */
export function notFound(detail: string, suggestion?: string): ProblemAnswer {
  const members = suggestion === undefined ? {} : { members: { suggestion } };
  return { status: 404, code: "NOT_FOUND", title: "Not found", detail, ...members };
}
