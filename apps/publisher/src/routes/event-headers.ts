import type { EventHeaders } from "@millrace/events";
import type { Request } from "express";

const traceparent = /^[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;
const correlationId = /^[\x21-\x7e]{1,128}$/;

/** What is passed on in Kafka headers: a well-formed W3C trace context and the caller's correlation id. */
export function eventHeaders(request: Request): EventHeaders | undefined {
  const headers: Record<string, string> = {};
  const trace = request.get("traceparent");
  if (trace !== undefined && traceparent.test(trace)) headers["traceparent"] = trace;
  const correlation = request.get("correlation-id") ?? request.get("x-correlation-id");
  if (correlation !== undefined && correlationId.test(correlation)) headers["correlation-id"] = correlation;
  return Object.keys(headers).length === 0 ? undefined : headers;
}
