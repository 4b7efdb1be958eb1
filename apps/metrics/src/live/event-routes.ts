import type { LogSink } from "@millrace/common";
import { type Gate, needsIn, onlyGet, type Problem, sendProblem } from "@millrace/http";
import { type Request, type Response, Router } from "express";
import type { Served } from "../catalog/served.ts";
import { StreamGapError } from "./backfill.ts";
import { frame, helloFrame } from "./frames.ts";
import type { LiveStreams } from "./live-streams.ts";
import { TooManyRecordsError } from "./live-topic.ts";
import { type QueryFault, readStreamQuery } from "./stream-query.ts";
import { NotServedError, StreamSession, type StreamRequest } from "./stream-session.ts";

/** What the route works with. */
export interface EventRouteOptions {
  readonly served: Pick<Served, "catalog">;
  readonly streams: LiveStreams;
  readonly gate: Gate;
  readonly log: LogSink;
  /** How the pipeline is, for the domains of a stream. Default: it is not said at the beginning. */
  readonly pipeline?: (domains: ReadonlySet<string>) => unknown;
}

/** Reconnecting clients are spread over this span, in milliseconds. */
const retryFromMs = 1_000;
const retrySpreadMs = 2_000;

/**
 * `GET /events`: rows as server-sent events. The rows of the newest minutes first, then what changes, without a gap and
 * without sending a version twice; `Last-Event-ID` goes on where a connection ended.
 */
export function eventRoutes(options: EventRouteOptions): Router {
  const router = Router();
  onlyGet(router)("/events", async (request, response) => {
    const read = readStreamQuery(request.query, options.served.catalog);
    if ("faults" in read) return sendProblem(response, invalidQuery(read.faults));
    for (const domain of read.domains) {
      const outcome = await options.gate.check(request, needsIn(domain, "read"));
      if (outcome.isDenied) return sendProblem(response, outcome);
    }
    if (request.method === "HEAD") return void response.writeHead(200, streamHeaders).end();
    const refusal = options.streams.refusal;
    if (refusal !== undefined) return sendProblem(response, refusal);
    await stream(read.request, { request, response, domains: read.domains, ...options });
  });
  return router;
}

const streamHeaders = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
};

interface Exchange extends EventRouteOptions {
  readonly request: Request;
  readonly response: Response;
  readonly domains: readonly string[];
}

async function stream(asked: StreamRequest, exchange: Exchange): Promise<void> {
  const { request, response, streams, log } = exchange;
  // A stream's length is no duration of a request.
  response.locals["isMeasured"] = true;
  const header = request.get("Last-Event-ID");
  const lastEventId = header === undefined || header === "" ? asked.lastEventId : header;
  const session = new StreamSession(streams.hub, { ...asked, lastEventId }, response);
  const leave = streams.enter(session);
  response.once("close", leave);
  try {
    const begin = await session.open();
    response.writeHead(200, streamHeaders);
    request.socket.setNoDelay(true);
    begin(firstFrames(asked, exchange));
  } catch (error) {
    leave();
    log.debug({ err: error }, "a stream cannot begin");
    if (!response.headersSent) sendProblem(response, problemOf(error));
  }
}

/** Hello, and how the pipeline is: a page need not wait for the next look at it. */
function firstFrames({ tables }: StreamRequest, { streams, served, domains, pipeline }: Exchange): Buffer {
  const retryMs = Math.round(retryFromMs + Math.random() * retrySpreadMs);
  const { stage } = served.catalog;
  const hello = helloFrame({ stage, tables, heartbeat_ms: streams.heartbeatMs }, retryMs);
  if (pipeline === undefined) return hello;
  return Buffer.concat([hello, frame("pipeline", JSON.stringify(pipeline(new Set(domains))))]);
}

function invalidQuery(faults: readonly QueryFault[]): Problem {
  const [first] = faults;
  const more = faults.length > 1 ? ` and ${faults.length - 1} more` : "";
  return {
    status: 400,
    code: "INVALID_QUERY",
    title: "The query cannot be understood",
    detail: `${first?.parameter}: found ${first?.found}, expected ${first?.expected}${more}.`,
    members: { problems: faults },
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof NotServedError)
    return { status: 404, code: "NOT_FOUND", title: "Not served", detail: `${error.message}.` };
  const isBehind = error instanceof TooManyRecordsError || error instanceof StreamGapError;
  const reason = error instanceof Error ? error.message : String(error);
  return {
    status: 503,
    code: isBehind ? "OVERLOADED" : "DATABASE_UNAVAILABLE",
    title: isBehind ? "Live rows cannot be connected to stored ones" : "The database does not answer",
    detail: isBehind
      ? `The store is behind what is live: ${reason}. Try again in a moment.`
      : "The rows that are there cannot be read at the moment. Try again in a moment.",
    retryAfterSeconds: 2,
  };
}
