import { onlyGet, unguarded } from "@millrace/http";
import type { JsonSchema } from "@millrace/domain";
import { type RequestHandler, Router } from "express";
import type { Catalog } from "../catalog/catalog.ts";
import type { Served } from "../catalog/served.ts";
import { queryOpenApi } from "../openapi/openapi.ts";

/** What the document's route works with. */
export interface OpenApiRouteOptions {
  readonly served: Pick<Served, "catalog">;
  /** Who may read it. Default: everybody. */
  readonly docsGuard?: RequestHandler;
}

/** `GET /openapi.json`: how rows are asked for, as an OpenAPI 3.1 document. */
export function openApiRoutes({ served, docsGuard = unguarded }: OpenApiRouteOptions): Router {
  const router = Router();
  const documents = new WeakMap<Catalog, JsonSchema>();
  onlyGet(router)("/openapi.json", docsGuard, (_request, response) => {
    let document = documents.get(served.catalog);
    if (document === undefined) documents.set(served.catalog, (document = queryOpenApi(served.catalog)));
    response.set("Cache-Control", "no-cache").json(document);
  });
  return router;
}
