import { onlyGet } from "@millrace/http";
import { type Request, type Response, Router } from "express";
import type { Asset, PageAssets } from "./assets.ts";
import { contentSecurityPolicy } from "./content-security-policy.ts";

/** What the page's routes work with. */
export interface PageRouteOptions {
  readonly assets: PageAssets;
  /** Where the page posts events. */
  readonly publisherUrl?: string;
}

const year = "public, max-age=31536000, immutable";

/**
 * `GET /`, the page, and what it names under `/assets/`. Anybody may read them: they hold no data, and ask for it with the
 * reader's own key.
 */
export function pageRoutes({ assets: { index, files }, publisherUrl }: PageRouteOptions): Router {
  const router = Router();
  const policy = contentSecurityPolicy(publisherUrl);
  const get = onlyGet(router);
  get("/", (request, response) => {
    response.set({
      "Content-Security-Policy": policy,
      "Cache-Control": "no-cache",
      // A link's target or the publisher need not know what is looked at.
      "Referrer-Policy": "no-referrer",
      Link: [...files.keys()].flatMap(preload).join(", "),
    });
    send(request, response, index);
  });
  for (const [path, asset] of files)
    get(path, (request, response) => {
      response.set("Cache-Control", year);
      send(request, response, asset);
    });
  return router;
}

function preload(path: string): readonly string[] {
  if (path.endsWith(".css")) return [`<${path}>; rel=preload; as=style`];
  return path.endsWith(".js") ? [`<${path}>; rel=modulepreload`] : [];
}

function send(request: Request, response: Response, { contentType, etag, ...bodies }: Asset): void {
  response.set({ ETag: etag, Vary: "Accept-Encoding" });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const encoding = request.acceptsEncodings("br", "gzip", "identity");
  response.set("Content-Type", contentType);
  if (encoding === "br" || encoding === "gzip") {
    response.set("Content-Encoding", encoding).end(bodies[encoding]);
  } else response.end(bodies.body);
}
