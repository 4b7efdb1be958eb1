import { eventAliases } from "@millrace/events";
import { type Response, Router } from "express";
import type { EventCatalog } from "../event-catalog.ts";
import type { Ingest } from "../ingest.ts";

/** `GET /openapi.json`: what may be posted, as an OpenAPI 3.1 document. */
export function openApiRoutes(ingest: Ingest): Router {
  const router = Router();
  let written: { readonly catalog: EventCatalog; readonly text: Promise<string> } | undefined;
  router.get("/openapi.json", async (_request, response: Response) => {
    const { catalog } = ingest;
    if (written?.catalog !== catalog) written = { catalog, text: openApiText(catalog) };
    response.type("application/json").send(await written.text);
  });
  return router;
}

/** The compiler is loaded when it is first asked for: it is larger than all the rest of the publisher. */
async function openApiText({ events }: EventCatalog): Promise<string> {
  const { emitOpenApi } = await import("@millrace/domain");
  return JSON.stringify(emitOpenApi(events, { aliases: eventAliases }));
}
