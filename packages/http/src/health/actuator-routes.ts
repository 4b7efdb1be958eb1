import { type RequestHandler, type Response, Router } from "express";
import type { ProgramFacts } from "./about-program.ts";
import type { Health, HealthReport, HealthStatus } from "./health.ts";
import type { ServiceMetrics } from "./service-metrics.ts";
import type { CheckResult } from "./probe.ts";
import type { Lifecycle } from "../lifecycle.ts";
import { unguarded } from "../security/guard.ts";
import { sendMetrics } from "./metrics-routes.ts";
import { onlyGet } from "../only-get.ts";
import type { HealthRouteOptions } from "./health-routes.ts";

/** What the routes of Spring Boot's names answer from. */
export interface ActuatorOptions extends HealthRouteOptions {
  readonly health: Health;
  readonly lifecycle: Lifecycle;
  readonly metrics: ServiceMetrics;
  /** What `/actuator/info` says: which program this is. */
  readonly info: ProgramFacts;
}

/** Statuses of Spring Boot, and DEGRADED, which it allows as one of our own. */
type ActuatorStatus = HealthStatus | "OUT_OF_SERVICE";

/** Spring Boot 3's media type of these answers. */
const mediaType = "application/vnd.spring-boot.actuator.v3+json";
const groups = ["liveness", "readiness"];

/**
 * `/actuator/health` with its groups and components, `/actuator/info` and `/actuator/prometheus`, as Spring Boot names and
 * shapes them: other names for what `/health` and `/metrics` say.
 */
export function actuatorRoutes({
  health,
  lifecycle,
  metrics,
  info,
  guard = unguarded,
}: ActuatorOptions): Router {
  const router = Router();
  const get = onlyGet(router);
  get("/actuator", links);
  get("/actuator/health", guard, async (_request, response) => {
    const report = await health.check();
    const components = { ...componentsOf(report), ...states(lifecycle, report) };
    send(response, { status: overall(lifecycle, report), components, groups });
  });
  get("/actuator/health/liveness", (_request, response) => {
    send(response, { status: "UP", components: { livenessState: { status: "UP" } } });
  });
  get("/actuator/health/readiness", async (_request, response) => {
    const report = await health.check();
    const { readinessState } = states(lifecycle, report);
    send(response, {
      status: overall(lifecycle, report),
      // Anybody may ask: reasons, which hold addresses, are left out.
      components: { readinessState, ...namedStatuses(report) },
    });
  });
  get("/actuator/health/:component", guard, async ({ params }, response, next) => {
    const result = await health.checkOne(String(params["component"]));
    if (result === undefined) return next("route");
    send(response, component(result));
  });
  get("/actuator/info", guard, (_request, response) => void response.type(mediaType).json(info));
  get("/actuator/prometheus", guard, sendMetrics(metrics));
  return router;
}

const links: RequestHandler = (_request, response) => {
  const names = ["health", "info", "prometheus"];
  const entries = names.map((name) => [name, { href: `/actuator/${name}`, templated: false }]);
  const self = { href: "/actuator", templated: false };
  response.type(mediaType).json({ _links: { self, ...Object.fromEntries(entries) } });
};

function overall({ phase }: Lifecycle, { status }: HealthReport): ActuatorStatus {
  return phase === "serving" ? status : "OUT_OF_SERVICE";
}

function states(lifecycle: Lifecycle, report: HealthReport) {
  const isReady = lifecycle.phase === "serving" && report.status !== "DOWN";
  return {
    livenessState: { status: "UP" },
    readinessState: { status: isReady ? "UP" : "OUT_OF_SERVICE", details: { phase: lifecycle.phase } },
  };
}

function componentsOf({ checks }: HealthReport) {
  return Object.fromEntries(Object.entries(checks).map(([name, result]) => [name, component(result)]));
}

function namedStatuses({ checks }: HealthReport) {
  return Object.fromEntries(Object.entries(checks).map(([name, { status }]) => [name, { status }]));
}

function component({ status, durationMs, detail, facts }: CheckResult) {
  return { status, details: { ...facts, durationMs, ...(detail === undefined ? {} : { error: detail }) } };
}

interface ActuatorAnswer {
  readonly status: ActuatorStatus;
  readonly components?: Readonly<Record<string, unknown>>;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly groups?: readonly string[];
}

function send(response: Response, body: ActuatorAnswer): void {
  const isUnavailable = body.status === "DOWN" || body.status === "OUT_OF_SERVICE";
  response
    .status(isUnavailable ? 503 : 200)
    .set("Cache-Control", "no-store")
    .type(mediaType)
    .json(body);
}
