import type { EventHeaders, RequestFacts } from "@millrace/events";

/** What every record of a request carries: when it was received, its correlation id, and the caller's trace context. */
export function recordHeaders(
  { receivedAtMs, correlationId }: RequestFacts,
  traceparent: string | undefined,
): EventHeaders {
  const headers = { "received-at": String(receivedAtMs), "correlation-id": correlationId };
  return traceparent === undefined ? headers : { ...headers, traceparent };
}
