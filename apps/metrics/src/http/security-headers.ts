import type { RequestHandler } from "express";
import helmet from "helmet";

/** Security headers of answers that no browser is to show as a page; the page has a policy of its own. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
}
