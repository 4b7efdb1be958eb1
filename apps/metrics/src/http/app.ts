import type { Logger } from "@millrace/common";
import {
  actuatorRoutes,
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
  needsOperate,
  openGate,
  sampledLog,
  type ServiceMetrics,
  unknownRoute,
} from "@millrace/http";
import express, { type Express, type RequestHandler } from "express";
import { aboutThis } from "../health/about.ts";
import { databaseErrorHandler } from "./database-error-handler.ts";
import { metricsFailed } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";
import { whileServing } from "./while-serving.ts";

/** What the HTTP side works with. */
export interface AppOptions {
  readonly health: Health;
  readonly lifecycle: Lifecycle;
  readonly metrics: ServiceMetrics;
  readonly log: Logger;
  /** Who is let in. Default: everybody. */
  readonly gate?: Gate;
  /** Which web pages of elsewhere may ask. Default: none. */
  readonly cors?: Cors;
  /** All that is served: each guards itself. */
  readonly routes: readonly RequestHandler[];
}

const whatThereIs =
  "Rows are at GET /api/rows/<domain>/<table>; GET /api/catalog says which there are, GET /openapi.json how to ask.";

/** Builds the HTTP application; it listens nowhere yet. */
export function createApp(options: AppOptions): Express {
  const { health, lifecycle, metrics, gate = openGate, cors = createCors([]), routes } = options;
  const log = sampledLog(options.log);
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  app.use(securityHeaders());
  app.use(measureRequests(metrics, log));
  app.use(crossOrigin(cors));
  const operate = { guard: guard(gate, needsOperate) };
  app.use(healthRoutes(health, lifecycle, operate));
  app.use(actuatorRoutes({ health, lifecycle, metrics, info: aboutThis, ...operate }));
  app.use(whileServing(lifecycle));
  for (const route of routes) app.use(route);
  app.use(unknownRoute(whatThereIs));
  app.use(databaseErrorHandler(log));
  app.use(errorHandler(log, metricsFailed));
  return app;
}
