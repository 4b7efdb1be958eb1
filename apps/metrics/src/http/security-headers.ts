import type { RequestHandler } from "express";
import helmet from "helmet";

/**
 * Security headers: the page loads nothing from elsewhere, and talks to this service and to the publisher alone.
 * @param publisherUrl where the page posts events
 */
export function securityHeaders(publisherUrl: string | undefined): RequestHandler {
  const publisher = publisherUrl === undefined ? [] : [new URL(publisherUrl).origin];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The chart library positions what it draws by style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ...publisher],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
  });
}
