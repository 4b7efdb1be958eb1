import type { RequestListener } from "node:http";
import type { Logger, LogSink } from "@millrace/common";
import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";
import {
  actuatorRoutes,
  clientAddress,
  type Cors,
  createCors,
  crossOrigin,
  errorHandler,
  type Gate,
  guard,
  type Health,
  healthRoutes,
  type Lifecycle,
  measureRequests,
  metricsRoutes,
  needsOperate,
  openGate,
  sampledLog,
  unguarded,
  unknownRoute,
} from "@millrace/http";
import { Admission } from "../admission/admission.ts";
import { admissionMetrics } from "../admission/admission-metrics.ts";
import { ClientRates } from "../admission/client-rates.ts";
import { HeldAnswers } from "../admission/held-answers.ts";
import type { Limits } from "../config.ts";
import { aboutThis } from "../health/about.ts";
import type { Metrics } from "../health/metrics.ts";
import type { Ingest } from "../intake/ingest.ts";
import type { Answers } from "../receipts/idempotency.ts";
import { EventPosts } from "../routes/event-posts.ts";
import { eventRoutes } from "../routes/event-routes.ts";
import { openApiRoutes } from "../routes/openapi.ts";
import { dispatch } from "./dispatch.ts";
import { publisherFailed } from "./problem.ts";

/** What the HTTP side works with. */
export interface AppOptions {
  readonly ingest: Ingest;
  readonly health: Health;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly limits: Limits;
  /** Who is let in. Default: everybody. */
  readonly gate?: Gate;
  /** Which web pages of elsewhere may ask. Default: none. */
  readonly cors?: Cors;
  /** Who may read the OpenAPI document and its page. Default: everybody. */
  readonly docsGuard?: RequestHandler;
  /** Answers to requests with an `Idempotency-Key`. Default: the header means nothing. */
  readonly answers?: Answers;
  /** Further routes, below `/` and behind everything that holds for all. */
  readonly routes?: readonly RequestHandler[];
  /** How answers to clients that are to come later are held back. Default: for a second. */
  readonly held?: HeldAnswers;
}

/**
 * Builds the HTTP application; it listens nowhere yet. POSTs with events are found by their exact path and never see
 * Express; everything else is Express'.
 */
export function createApp(given: AppOptions): RequestListener {
  const options = { ...given, log: sampledLog(given.log) };
  const {
    ingest,
    metrics,
    limits,
    gate = openGate,
    cors = createCors([]),
    held = new HeldAnswers(),
  } = options;
  const admission = new Admission(limits);
  const rates = ratesOf(limits);
  metrics.add(admissionMetrics({ admission, held, ...rates }));
  const addressOf = clientAddress(limits.trustedProxies);
  const posts = new EventPosts({ ...options, ...rates, admission, held, gate, cors, addressOf });
  return dispatch({ ingest, posts, app: expressApp(options, { posts, gate, cors }) });
}

function ratesOf({ clientEventsPerSecond: eventsPerSecond, clientBurstEvents: burstEvents }: Limits) {
  return eventsPerSecond === 0 ? {} : { rates: new ClientRates({ eventsPerSecond, burstEvents }) };
}

const whereEventsGo =
  "Events go to POST /api/events/<domain>/<type>; GET /openapi.json says which there are.";

/** What requests log is sampled: each could say that Kafka is away. */
type LoggedOptions = Omit<AppOptions, "log"> & { readonly log: LogSink };

interface Parts {
  readonly posts: EventPosts;
  readonly gate: Gate;
  readonly cors: Cors;
}

function expressApp(options: LoggedOptions, { posts, gate, cors }: Parts): Express {
  const { ingest, health, lifecycle, metrics, log, routes = [], docsGuard = unguarded } = options;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  app.use(helmet());
  app.use(measureRequests(metrics, log));
  app.use(crossOrigin(cors));
  const operate = { guard: guard(gate, needsOperate) };
  app.use(healthRoutes(health, lifecycle, operate));
  app.use(metricsRoutes(metrics, operate));
  app.use(actuatorRoutes({ health, lifecycle, metrics, info: aboutThis, ...operate }));
  app.use("/openapi.json", docsGuard);
  app.use(openApiRoutes(ingest));
  for (const route of routes) app.use(route);
  app.use(eventRoutes({ ingest, lifecycle, gate, posts }));
  app.use(unknownRoute(whereEventsGo));
  app.use(errorHandler(log, publisherFailed));
  return app;
}
