import type { LogSink } from "@millrace/common";
import type { RequestHandler } from "express";
import { correlationIdOf } from "../correlation-id.ts";
import type { ServiceMetrics } from "./service-metrics.ts";

/** Those that have metrics of their own; any that a client may make up have not. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Express middleware: measures every request but those with `response.locals.isMeasured`, gives each a correlation id, and
 * logs the failed ones, without anything that was sent in them.
 */
export function measureRequests(metrics: ServiceMetrics, log: LogSink): RequestHandler {
  return (request, response, next) => {
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
