import { type NextFunction, type Request, type RequestHandler, type Response, Router } from "express";
import type { Door, EventWords } from "../door.ts";
import type { EventCatalog, NoDoor } from "../event-catalog.ts";
import type { Ingest } from "../ingest.ts";
import { pageViewDoor, pageViewType } from "../page-views.ts";
import { sendProblem } from "../problem.ts";
import { sendInvalid, sendResults } from "./answers.ts";
import { eventHeaders } from "./event-headers.ts";
import { jsonBody } from "./json-body.ts";

/** What the routes for events work with. */
export interface EventRouteOptions {
  readonly ingest: Ingest;
  readonly maxBodyBytes: number;
}

const maxItems = 10_000;

/** Finds where a request's events go, or says why there is no such place. */
type FindDoor = (request: Request, catalog: EventCatalog) => Door | NoDoor;

/**
 * `POST /api/events/<domain>/<type>` with one event and its `/batch` with an array of them, the same without the type for
 * events that say theirs, and `/api/pageviews` with its `/batch` for page views.
 */
export function eventRoutes({ ingest, maxBodyBytes }: EventRouteOptions): Router {
  const router = Router();
  const body = jsonBody(maxBodyBytes);
  const take = (path: string, findDoor: FindDoor) => {
    const find = doorFinder(ingest, findDoor);
    router
      .route(`${path}/batch`)
      .all(find)
      .post(...body, postBatch(ingest))
      .all(notPosted);
    router
      .route(path)
      .all(find)
      .post(...body, postOne(ingest))
      .all(notPosted);
  };
  take(pageViewType.path, findPageViews);
  take("/api/events/:domain", findByPath);
  take("/api/events/:domain/:type", findByPath);
  return router;
}

function findByPath({ params }: Request, catalog: EventCatalog): Door | NoDoor {
  const [domain, type] = [String(params["domain"]), params["type"] as string | undefined];
  return catalog.door(domain, type) ?? catalog.noDoor(domain, type);
}

function findPageViews(_request: Request, catalog: EventCatalog): Door | NoDoor {
  return pageViewDoor(catalog) ?? { detail: "The domain page-views is not served here." };
}

function doorFinder(ingest: Ingest, findDoor: FindDoor): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const found = findDoor(request, ingest.catalog);
    if (!("choose" in found)) return sendNoDoor(response, found);
    response.locals["door"] = found;
    next();
  };
}

function doorOf(response: Response): Door {
  return response.locals["door"] as Door;
}

function postOne(ingest: Ingest): RequestHandler {
  return async (request, response) => {
    const door = doorOf(response);
    const results = await ingest.accept([request.body], door, eventHeaders(request));
    sendResults(response, results, { words: door.words, isSingle: true });
  };
}

function postBatch(ingest: Ingest): RequestHandler {
  return async (request, response) => {
    const items: unknown = request.body;
    const door = doorOf(response);
    if (!isBatch(items, response, door.words)) return;
    const results = await ingest.accept(items, door, eventHeaders(request));
    sendResults(response, results, { words: door.words, isSingle: false });
  };
}

function isBatch(body: unknown, response: Response, words: EventWords): body is readonly unknown[] {
  if (!Array.isArray(body) || body.length === 0) {
    const found = Array.isArray(body)
      ? "an empty array"
      : `no array (${body === null ? "null" : typeof body})`;
    const problems = [{ pointer: "", found, expected: `an array of at least 1 ${words.one}` }];
    sendInvalid(response, { words, detail: `The batch is ${found}.`, problems });
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

function sendNoDoor(response: Response, { detail, suggestion }: NoDoor): void {
  sendProblem(response, {
    status: 404,
    code: "NOT_FOUND",
    title: "Not found",
    detail,
    ...(suggestion === undefined ? {} : { members: { suggestion } }),
  });
}

function notPosted(request: Request, response: Response): void {
  response.set("Allow", "POST");
  sendProblem(response, {
    status: 405,
    code: "METHOD_NOT_ALLOWED",
    title: "Method not allowed",
    detail: `${request.path} takes POST, not ${request.method}.`,
  });
}
