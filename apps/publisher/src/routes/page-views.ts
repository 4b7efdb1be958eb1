import { type Request, type RequestHandler, type Response, Router } from "express";
import type { EventHeaders, Ingest } from "../ingest.ts";
import type { ItemResult } from "../item-result.ts";
import { sendProblem, toAnswer } from "../problem.ts";
import { jsonBody } from "./json-body.ts";

/** What the page view routes work with. */
export interface PageViewRouteOptions {
  readonly ingest: Ingest;
  readonly maxBodyBytes: number;
}

const maxItems = 10_000;
const retryAfterSeconds = 2;

/** `POST /api/pageviews` with one page view, `POST /api/pageviews/batch` with an array of them. */
export function pageViewRoutes({ ingest, maxBodyBytes }: PageViewRouteOptions): Router {
  const router = Router();
  const body = jsonBody(maxBodyBytes);
  router.post("/api/pageviews", ...body, postOne(ingest));
  router.post("/api/pageviews/batch", ...body, postBatch(ingest));
  return router;
}

function postOne(ingest: Ingest): RequestHandler {
  return async (request, response) => {
    const results = await ingest.accept([request.body], eventHeaders(request));
    sendResults(response, results, ([result]) => result);
  };
}

function postBatch(ingest: Ingest): RequestHandler {
  return async (request, response) => {
    const items: unknown = request.body;
    if (!isBatch(items, response)) return;
    const results = await ingest.accept(items, eventHeaders(request));
    sendResults(response, results, (accepted) => ({ accepted: accepted.length, results: accepted }));
  };
}

function isBatch(body: unknown, response: Response): body is readonly unknown[] {
  if (!Array.isArray(body) || body.length === 0) {
    const found = Array.isArray(body)
      ? "an empty array"
      : `no array (${body === null ? "null" : typeof body})`;
    const problems = [{ pointer: "", found, expected: "an array of at least 1 page view" }];
    sendInvalid(response, `The batch is ${found}.`, problems);
    return false;
  }
  if (body.length <= maxItems) return true;
  sendProblem(response, {
    status: 413,
    code: "TOO_MANY_ITEMS",
    title: "Too many items",
    detail: `The batch holds ${body.length} items, at most ${maxItems} are taken at once. Send it in parts.`,
  });
  return false;
}

/** The status never says more than the items do: 202 only when Kafka has acknowledged every one. */
function sendResults(
  response: Response,
  results: readonly (ItemResult | undefined)[],
  toBody: (results: readonly ItemResult[]) => unknown,
): void {
  const settled = results.filter((result) => result !== undefined);
  if (settled.some(({ status }) => status === "invalid")) return sendInvalidItems(response, results);
  const retry = settled.find((result) => result.status === "retry");
  const rejected = settled.find((result) => result.status === "rejected");
  if (retry !== undefined) {
    return sendProblem(response, {
      status: 503,
      code: "KAFKA_UNAVAILABLE",
      title: "Kafka has not acknowledged every page view",
      detail: retry.reason,
      members: { results: settled },
      retryAfterSeconds,
    });
  }
  if (rejected !== undefined) {
    return sendProblem(response, {
      status: 422,
      code: "REJECTED_BY_BROKER",
      title: "The broker refuses a page view",
      detail: rejected.reason,
      members: { results: settled },
    });
  }
  response.status(202).json(toBody(settled));
}

function sendInvalidItems(response: Response, results: readonly (ItemResult | undefined)[]): void {
  const isSingle = results.length === 1 && response.req.path === "/api/pageviews";
  const problems = results.flatMap((result, at) =>
    result?.status === "invalid"
      ? result.problems.map((problem) => toAnswer(problem, isSingle ? [] : [at]))
      : [],
  );
  const invalid = results.filter((result) => result !== undefined).length;
  const detail = isSingle
    ? `The page view has ${problems.length} problem(s); nothing was published.`
    : `${invalid} of ${results.length} page views are invalid; nothing was published.`;
  sendInvalid(response, detail, problems);
}

function sendInvalid(response: Response, detail: string, problems: readonly unknown[]): void {
  sendProblem(response, {
    status: 400,
    code: "INVALID_PAGE_VIEW",
    title: "Invalid page view",
    detail,
    members: { problems },
  });
}

const traceparent = /^[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;
const correlationId = /^[\x21-\x7e]{1,128}$/;

/** What is passed on in Kafka headers: a well-formed W3C trace context and the caller's correlation id. */
function eventHeaders(request: Request): EventHeaders | undefined {
  const headers: Record<string, string> = {};
  const trace = request.get("traceparent");
  if (trace !== undefined && traceparent.test(trace)) headers.traceparent = trace;
  const correlation = request.get("correlation-id") ?? request.get("x-correlation-id");
  if (correlation !== undefined && correlationId.test(correlation)) headers["correlation-id"] = correlation;
  return Object.keys(headers).length === 0 ? undefined : headers;
}
