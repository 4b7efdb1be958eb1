import type { Logger } from "@millrace/common";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import helmet from "helmet";
import { errorHandler, unknownRoute } from "./error-handler.ts";
import type { Health } from "./health.ts";
import type { Ingest } from "./ingest.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { Metrics } from "./metrics.ts";
import { eventRoutes } from "./routes/event-routes.ts";
import { healthRoutes } from "./routes/health.ts";
import { openApiRoutes } from "./routes/openapi.ts";

/** What the HTTP side works with. */
export interface AppOptions {
  readonly ingest: Ingest;
  readonly health: Health;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly maxBodyBytes: number;
}

/** Builds the HTTP application; it listens nowhere yet. */
export function createApp({ ingest, health, lifecycle, metrics, log, maxBodyBytes }: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  app.use(helmet());
  app.use(observe(metrics, log));
  app.use(healthRoutes(health, lifecycle));
  app.get("/metrics", async (_request, response) => {
    response.set("Content-Type", metrics.registry.contentType);
    response.send(await metrics.registry.metrics());
  });
  app.use(openApiRoutes(ingest));
  app.use("/api", lifecycle.gate);
  app.use(eventRoutes({ ingest, maxBodyBytes }));
  app.use(unknownRoute);
  app.use(errorHandler(log));
  return app;
}

/** Measures every request; logs the failed ones, without anything that was sent in them. */
function observe({ requestSeconds }: Metrics, log: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    response.once("close", () => {
      const seconds = (performance.now() - startedAt) / 1000;
      const { method } = request;
      const route: string = request.route?.path ?? "other";
      const status = response.writableFinished ? String(response.statusCode) : "aborted";
      requestSeconds.observe({ method, route, status }, seconds);
      const facts = { method, route, status: response.statusCode, durationMs: Math.round(seconds * 1000) };
      if (response.statusCode >= 500 && route.startsWith("/api")) log.warn(facts, "request not served");
      else log.debug(facts, "request");
    });
    next();
  };
}
