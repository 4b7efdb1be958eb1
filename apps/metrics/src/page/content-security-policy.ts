/**
 * The page's Content-Security-Policy: its own script and stylesheet, and talk with this service and the publisher; no inline
 * script or style, no frame, no form target, and no HTML made of text.
 * @param publisherUrl where the page posts events
 */
export function contentSecurityPolicy(publisherUrl: string | undefined): string {
  const publisher = publisherUrl === undefined ? "" : ` ${new URL(publisherUrl).origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${publisher}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}
