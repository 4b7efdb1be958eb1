import { type Request, type RequestHandler, type Response, Router } from "express";
import {
  type Gate,
  type Lifecycle,
  methodNotAllowed,
  needsAnyCaller,
  sendProblem,
  type UnknownName,
} from "@millrace/http";
import { pageViewType } from "../catalog/page-views.ts";
import type { Ingest } from "../intake/ingest.ts";
import { eventPaths } from "./event-paths.ts";
import type { EventPosts } from "./event-posts.ts";

/** What the routes for events work with. */
export interface EventRouteOptions {
  readonly ingest: Ingest;
  readonly lifecycle: Lifecycle;
  readonly gate: Gate;
  readonly posts: EventPosts;
}

/**
 * `POST /api/events/<domain>/<type>` with one event and its `/batch` with several, the same without the type for events that
 * say theirs, and `/api/pageviews` with its `/batch` for page views. Here come only what `createApp` did not find by its
 * exact path: other spellings of these paths, other methods, and paths that do not exist.
 */
export function eventRoutes(options: EventRouteOptions): Router {
  const router = Router();
  const take = (path: string) => {
    router.all(`${path}/batch`, eventRoute(options, "/batch"));
    router.all(path, eventRoute(options, ""));
  };
  take(pageViewType.path);
  take("/api/events/:domain");
  take("/api/events/:domain/:type");
  return router;
}

function eventRoute(options: EventRouteOptions, end: "" | "/batch"): RequestHandler {
  const { ingest, lifecycle, gate, posts } = options;
  return async (request, response) => {
    const { refusal } = lifecycle;
    if (refusal !== undefined) return sendProblem(response, refusal);
    const path = canonicalPath(request);
    const target = eventPaths(ingest.catalog).get(path + end);
    if (target !== undefined && request.method !== "POST")
      return sendProblem(response, methodNotAllowed(request, "POST"));
    if (target !== undefined) {
      response.locals["isMeasured"] = true;
      return posts.handle(request, response, target);
    }
    const caller = await gate.check(request, needsAnyCaller);
    if (caller.isDenied) sendProblem(response, caller);
    else sendNoDoor(response, noDoor(request, ingest));
  };
}

function canonicalPath({ params }: Request): string {
  const { domain, type } = params;
  if (domain === undefined) return pageViewType.path;
  return type === undefined ? `/api/events/${domain}` : `/api/events/${domain}/${type}`;
}

function noDoor({ params }: Request, { catalog }: Ingest): UnknownName {
  const { domain, type } = params as { readonly domain?: string; readonly type?: string };
  if (domain === undefined) return { detail: "The domain page-views is not served here." };
  return catalog.noDoor(domain, type);
}

function sendNoDoor(response: Response, { detail, suggestion }: UnknownName): void {
  sendProblem(response, {
    status: 404,
    code: "NOT_FOUND",
    title: "Not found",
    detail,
    ...(suggestion === undefined ? {} : { members: { suggestion } }),
  });
}
