import { type Response, Router } from "express";
import type { Ingest } from "../ingest.ts";

/** `GET /openapi.json`: what may be posted, as an OpenAPI 3.1 document. */
export function openApiRoutes(ingest: Ingest): Router {
  const router = Router();
  router.get("/openapi.json", (_request, response: Response) => {
    response.json(ingest.catalog.openapi);
  });
  return router;
}
