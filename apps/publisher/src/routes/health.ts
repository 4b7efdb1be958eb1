import { type Response, Router } from "express";
import type { Health, HealthReport } from "../health.ts";
import type { Lifecycle } from "../lifecycle.ts";

/** `/health/live` (the process answers), `/health/ready` (it can do its work) and `/health` (with every check). */
export function healthRoutes(health: Health, lifecycle: Lifecycle): Router {
  const router = Router();
  router.get("/health/live", (_request, response) => send(response, { status: "UP" }));
  router.get("/health/ready", async (_request, response) => {
    const { phase } = lifecycle;
    if (phase !== "serving") return send(response, { status: "DOWN", phase });
    const { status } = await health.check();
    send(response, { status, phase });
  });
  router.get("/health", async (_request, response) => {
    const { phase } = lifecycle;
    const { status, checks } = await health.check();
    send(response, { status: phase === "serving" ? status : "DOWN", phase, checks });
  });
  return router;
}

function send(response: Response, body: Partial<HealthReport> & { readonly phase?: string }): void {
  response
    .status(body.status === "UP" ? 200 : 503)
    .set("Cache-Control", "no-store")
    .json(body);
}
