import { type Request, type RequestHandler, type Response, Router } from "express";
import {
  type Caller,
  type Gate,
  guard,
  methodNotAllowed,
  type Need,
  needsIn,
  needsToReadSomewhere,
  sendProblem,
} from "@millrace/http";
import type { EventCatalog } from "../catalog/event-catalog.ts";
import type { Receipt, Receipts } from "../receipts/receipts.ts";

/** What the route works with. */
export interface WhereaboutsOptions {
  readonly receipts: Pick<Receipts, "find">;
  readonly gate: Gate;
  /** What is served at present. */
  readonly catalog: () => EventCatalog;
  /** For how long events are remembered at present. */
  readonly horizonSeconds: () => number;
}

const path = "/api/events/:eventId";
/** For events of domains that are served no more. */
const needsToReadAll: Need = { role: "read:*", anyOf: ["read:*"] };

/**
 * `GET /api/events/<id>`: where the events of an id are, one a topic, as far as the caller may read their domains. A domain's
 * own path is left to the routes of its events, unless an event has the domain's name as its id.
 */
export function whereaboutsRoutes(options: WhereaboutsOptions): Router {
  const router = Router();
  router.route(path).get(guard(options.gate, needsToReadSomewhere), tell(options)).all(onlyGet(options));
  return router;
}

function tell({ receipts, catalog, horizonSeconds }: WhereaboutsOptions): RequestHandler {
  return async (request, response, next) => {
    const eventId = idOf(request);
    const present = catalog();
    const caller = response.locals["caller"] as Caller;
    const found = (await receipts.find(eventId)).filter(({ place }) =>
      caller.may(needFor(place.topic, present)),
    );
    if (found.length > 0) {
      response.set("Cache-Control", "no-store").json({ event_id: eventId, found: found.map(toFound) });
    } else if (present.door(eventId) === undefined) sendUnknown(response, eventId, horizonSeconds());
    else next();
  };
}

function onlyGet({ catalog }: WhereaboutsOptions): RequestHandler {
  return (request, response, next) => {
    if (request.method === "POST" || catalog().door(idOf(request)) !== undefined) return next();
    const detail = `An event's whereabouts are read with GET, not ${request.method}.`;
    sendProblem(response, methodNotAllowed(request, "GET, HEAD", detail));
  };
}

function idOf(request: Request): string {
  return String(request.params["eventId"]);
}

function needFor(topic: string, { events }: EventCatalog): Need {
  const plan = events.find((event) => event.topic === topic || event.deadLetterTopic === topic);
  return plan === undefined ? needsToReadAll : needsIn(plan.domain, "read");
}

function toFound({ place, receivedAtMs }: Receipt) {
  const received_at = new Date(receivedAtMs).toISOString();
  const { topic } = place;
  return place.in === "spool"
    ? { status: "spooled", topic, received_at }
    : { status: "published", topic, partition: place.partition, offset: place.offset, received_at };
}

function sendUnknown(response: Response, eventId: string, horizonSeconds: number): void {
  sendProblem(response, {
    status: 404,
    code: "NOT_FOUND",
    title: "Event not known",
    detail:
      `No event with the id ${JSON.stringify(eventId.slice(0, 80))} is remembered that you may read. ` +
      `Events of the last ${inWords(horizonSeconds)} are; an older one may well be in Kafka.`,
    members: { horizon_seconds: Math.floor(horizonSeconds) },
  });
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${Math.floor(seconds)} s`;
  return seconds < 7_200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3_600)} h`;
}
