import type { IncomingMessage, ServerResponse } from "node:http";
import { AccessSettingsError } from "./errors.ts";

/** Says to browsers which web pages may use what is answered. */
export interface Cors {
  /**
   * Sets the headers of an answer; to be called before anything else answers. Answers a preflight request by itself.
   * @returns whether the request is answered
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

const allowedMethods = "GET, POST";
const allowedHeaders =
  "Authorization, Content-Encoding, Content-Type, Correlation-Id, Idempotency-Key, If-None-Match, Last-Event-ID, Traceparent, X-Api-Key";
const exposedHeaders = [
  "Correlation-Id",
  "ETag",
  "Idempotency-Replayed",
  ...["As-Of", "Event-Time-Lag-Ms", "Newest-Event-At", "Next-Cursor", "Processing-Lag-Ms"].map(
    (name) => `Millrace-${name}`,
  ),
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
].join(", ");
/** How long a browser need not ask again; browsers have limits of their own. */
const maxAgeSeconds = "600";

const noCors: Cors = { handle: () => false };

/**
 * Makes the answers' CORS headers. Credentials that browsers send by themselves (cookies) are never allowed: a caller is
 * known by a header that the page sets.
 * @param origins as browsers send them (`https://shop.example`), or `*` for all; none: no web page of elsewhere
 * @throws AccessSettingsError for what is no origin
 */
export function createCors(origins: readonly string[]): Cors {
  if (origins.length === 0) return noCors;
  for (const origin of origins) assertOrigin(origin);
  const isOpen = origins.includes("*");
  const allowed = new Set(origins);
  return {
    handle({ method, headers }, response) {
      // A cache in between must not give one page what was answered to another.
      if (!isOpen) response.appendHeader("Vary", "Origin");
      const { origin } = headers;
      if (origin === undefined || !(isOpen || allowed.has(origin))) return false;
      response.setHeader("Access-Control-Allow-Origin", isOpen ? "*" : origin);
      if (method === "OPTIONS" && headers["access-control-request-method"] !== undefined)
        return answerPreflight(response);
      response.setHeader("Access-Control-Expose-Headers", exposedHeaders);
      return false;
    },
  };
}

function answerPreflight(response: ServerResponse): true {
  response.setHeader("Access-Control-Allow-Methods", allowedMethods);
  response.setHeader("Access-Control-Allow-Headers", allowedHeaders);
  response.setHeader("Access-Control-Max-Age", maxAgeSeconds);
  response.statusCode = 204;
  response.end();
  return true;
}

function assertOrigin(text: string): void {
  if (text === "*") return;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.origin === text && !text.includes("*"))
    return;
  throw new AccessSettingsError(
    "CORS_ORIGINS",
    `found ${JSON.stringify(text.slice(0, 100))}, expected origins as browsers send them (https://shop.example: no path, no default port, lower case) with commas between, or *`,
  );
}
