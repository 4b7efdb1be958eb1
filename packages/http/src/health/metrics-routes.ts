import { type RequestHandler, Router } from "express";
import type { ServiceMetrics } from "./service-metrics.ts";
import { unguarded } from "../security/guard.ts";
import { onlyGet } from "../only-get.ts";
import type { HealthRouteOptions } from "./health-routes.ts";

/** `/metrics` in Prometheus' text form. */
export function metricsRoutes(
  metrics: ServiceMetrics,
  { guard = unguarded }: HealthRouteOptions = {},
): Router {
  const router = Router();
  onlyGet(router)("/metrics", guard, sendMetrics(metrics));
  return router;
}

/** Answers with every metric as it is now. */
export function sendMetrics(metrics: ServiceMetrics): RequestHandler {
  return async (_request, response) => {
    response.set("Content-Type", metrics.registry.contentType).set("Cache-Control", "no-store");
    response.send(await metrics.text());
  };
}
