import { type Caller, type Gate, guard, needsIn, needsToReadSomewhere, onlyGet } from "@millrace/http";
import { Router } from "express";
import type { PipelineReport } from "./report.ts";

/** What the route answers from. */
export interface PipelineRouteOptions {
  readonly gate: Gate;
  readonly report: () => PipelineReport;
}

/** `GET /api/pipeline`: how the pipeline is; of domains those that the caller may read. */
export function pipelineRoutes({ gate, report }: PipelineRouteOptions): Router {
  const router = Router();
  onlyGet(router)("/api/pipeline", guard(gate, needsToReadSomewhere), (_request, response) => {
    const caller = response.locals["caller"] as Caller;
    const found = report();
    const domains = found.domains.filter(({ name }) => caller.may(needsIn(name, "read")));
    response.set("Cache-Control", "no-store").json({ ...found, domains });
  });
  return router;
}

/** The part of a report that is of some domains. */
export function reportOf(report: PipelineReport, domains: ReadonlySet<string>): PipelineReport {
  return { ...report, domains: report.domains.filter(({ name }) => domains.has(name)) };
}
