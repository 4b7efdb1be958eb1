import type { RequestListener } from "node:http";
import type { Logger, LogSink } from "@millrace/common";
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import helmet from "helmet";
import { Admission } from "../admission/admission.ts";
import { admissionMetrics } from "../admission/admission-metrics.ts";
import { ClientRates } from "../admission/client-rates.ts";
import { HeldAnswers } from "../admission/held-answers.ts";
import type { Limits } from "../config.ts";
import { aboutThis } from "../health/about.ts";
import type { Health } from "../health/health.ts";
import type { Metrics } from "../health/metrics.ts";
import { sampledLog } from "../health/sampled-log.ts";
import type { Ingest } from "../intake/ingest.ts";
import type { Answers } from "../receipts/idempotency.ts";
import { correlationIdOf } from "../routes/event-headers.ts";
import { EventPosts } from "../routes/event-posts.ts";
import { eventRoutes } from "../routes/event-routes.ts";
import { actuatorRoutes } from "../routes/health-actuator.ts";
import { metricsRoutes } from "../routes/health-metrics.ts";
import { healthRoutes } from "../routes/health.ts";
import { openApiRoutes } from "../routes/openapi.ts";
import { type Cors, createCors } from "../security/cors.ts";
import { type Gate, openGate } from "../security/gate.ts";
import { crossOrigin, guard, unguarded } from "../security/guard.ts";
import { needsOperate } from "../security/need.ts";
import { clientAddress } from "./client-address.ts";
import { dispatch } from "./dispatch.ts";
import { errorHandler, unknownRoute } from "./error-handler.ts";
import type { Lifecycle } from "./lifecycle.ts";

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
  app.use(observe(metrics, log));
  app.use(crossOrigin(cors));
  const operate = { guard: guard(gate, needsOperate) };
  app.use(healthRoutes(health, lifecycle, operate));
  app.use(metricsRoutes(metrics, operate));
  app.use(actuatorRoutes({ health, lifecycle, metrics, info: aboutThis, ...operate }));
  app.use("/openapi.json", docsGuard);
  app.use(openApiRoutes(ingest));
  for (const route of routes) app.use(route);
  app.use(eventRoutes({ ingest, lifecycle, gate, posts }));
  app.use(unknownRoute);
  app.use(errorHandler(log));
  return app;
}

/** Those that have metrics of their own; any that a client may make up have not. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Measures every request; logs the failed ones, without anything that was sent in them. */
function observe(metrics: Metrics, log: LogSink) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    const correlationId = correlationIdOf(request);
    response.locals["correlationId"] = correlationId;
    response.set("Correlation-Id", correlationId);
    response.once("close", () => {
      if (response.locals["isMeasured"] === true) return;
      const seconds = (performance.now() - startedAt) / 1000;
      const { method } = request;
      const route: string = request.route?.path ?? "other";
      const shown = methods.has(method) ? method : "other";
      metrics.request(shown, route, response.writableFinished ? response.statusCode : "aborted", seconds);
      const durationMs = Math.round(seconds * 1000);
      const facts = { method, route, status: response.statusCode, durationMs, correlationId };
      if (response.statusCode >= 500 && route.startsWith("/api")) log.warn(facts, "request not served");
      else log.debug(facts, "request");
    });
    next();
  };
}
