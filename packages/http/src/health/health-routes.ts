import { type RequestHandler, type Response, Router } from "express";
import type { Health, HealthReport } from "./health.ts";
import type { Lifecycle } from "../lifecycle.ts";
import { unguarded } from "../security/guard.ts";
import { onlyGet } from "../only-get.ts";

/** Who may see more than whether it is well. */
export interface HealthRouteOptions {
  /** Middleware before everything that names parts and reasons. Default: everybody may see it. */
  readonly guard?: RequestHandler;
}

/**
 * `/health/live` (the process answers), `/health/ready` (it can do now what it is for) and `/health` (with every check). 200 for
 * UP and DEGRADED, 503 for DOWN.
 */
export function healthRoutes(
  health: Health,
  lifecycle: Lifecycle,
  { guard = unguarded }: HealthRouteOptions = {},
): Router {
  const router = Router();
  const get = onlyGet(router);
  get("/health/live", (_request, response) => send(response, { status: "UP" }));
  get("/health/ready", async (_request, response) => {
    const { phase } = lifecycle;
    if (phase !== "serving") return send(response, { status: "DOWN", phase });
    const { status } = await health.checkNeeded();
    send(response, { status, phase });
  });
  get("/health", guard, async (_request, response) => {
    const { phase } = lifecycle;
    const { status, checks } = await health.check();
    send(response, { status: phase === "serving" ? status : "DOWN", phase, checks });
  });
  return router;
}

function send(response: Response, body: Partial<HealthReport> & { readonly phase?: string }): void {
  response
    .status(body.status === "DOWN" ? 503 : 200)
    .set("Cache-Control", "no-store")
    .json(body);
}
