import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type RequestHandler, Router } from "express";
import { onlyGet } from "@millrace/http";

/** Nothing comes from elsewhere and nothing is sent elsewhere; no script or style stands in a page itself. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const page = fileURLToPath(new URL("./page/", import.meta.url));
const swaggerUi = dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/package.json")));

const files: Readonly<Record<string, string>> = {
  "/": join(page, "start.html"),
  "/docs": join(page, "docs.html"),
  "/docs/docs.js": join(page, "docs.js"),
  "/docs/docs.css": join(page, "docs.css"),
  "/docs/swagger-ui.css": join(swaggerUi, "swagger-ui.css"),
  "/docs/swagger-ui-bundle.js": join(swaggerUi, "swagger-ui-bundle.js"),
};

/** `GET /docs`: what may be posted, as a page to try it, from files of this service alone; `GET /` links to it. */
export function docsRoutes(): Router {
  const router = Router();
  const get = onlyGet(router);
  for (const [path, file] of Object.entries(files)) get(path, sendPage(file));
  return router;
}

function sendPage(file: string): RequestHandler {
  return (_request, response, next) => {
    response.set({ "Content-Security-Policy": contentSecurityPolicy, "Cache-Control": "no-cache" });
    response.sendFile(file, { cacheControl: false }, (error?: Error) => {
      if (error !== undefined && !response.headersSent) next(error);
    });
  };
}
