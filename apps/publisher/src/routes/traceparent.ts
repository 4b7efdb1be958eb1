import type { IncomingMessage } from "node:http";

const wellFormedTraceparent = /^[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** The caller's W3C trace context, where it is well formed. */
export function traceparentOf({ headers }: IncomingMessage): string | undefined {
  const { traceparent } = headers;
  return typeof traceparent === "string" && wellFormedTraceparent.test(traceparent) ? traceparent : undefined;
}
