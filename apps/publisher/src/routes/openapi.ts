import { Router } from "express";
import { onlyGet } from "@millrace/http";
import type { Ingest } from "../intake/ingest.ts";

/** `GET /openapi.json`: what may be posted, as an OpenAPI 3.1 document. */
export function openApiRoutes(ingest: Ingest): Router {
  const router = Router();
  onlyGet(router)("/openapi.json", (_request, response) => {
    response.json(ingest.catalog.openapi);
  });
  return router;
}
