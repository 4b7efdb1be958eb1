import { guard, type Caller, type Gate, needsIn, needsToReadSomewhere, onlyGet } from "@millrace/http";
import { Router } from "express";
import type { Served } from "../catalog/served.ts";
import { catalogAnswer } from "./catalog-answer.ts";

/** What the catalog's route works with. */
export interface CatalogRouteOptions {
  readonly served: Served;
  readonly gate: Gate;
  readonly publisherUrl?: string;
}

/** `GET /api/catalog`: what is served, of the domains that the caller may read. */
export function catalogRoutes({ served, gate, publisherUrl }: CatalogRouteOptions): Router {
  const router = Router();
  onlyGet(router)("/api/catalog", guard(gate, needsToReadSomewhere), (_request, response) => {
    const caller = response.locals["caller"] as Caller;
    const mayRead = (domain: string) => caller.may(needsIn(domain, "read"));
    response.set("Cache-Control", "no-cache").json(catalogAnswer(served.catalog, publisherUrl, mayRead));
  });
  return router;
}
