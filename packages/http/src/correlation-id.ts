import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

const wellFormedCorrelationId = /^[\x21-\x7e]{1,128}$/;

/** The correlation id that was made for a request. */
const made: unique symbol = Symbol("correlation id");
type Correlated = IncomingMessage & { [made]?: string };

/**
 * The caller's correlation id (`correlation-id`, else `x-correlation-id`), where it is well formed; else one that is made,
 * the same whenever this request is asked for it.
 */
export function correlationIdOf(request: IncomingMessage): string {
  const { headers } = request;
  const given = headers["correlation-id"] ?? headers["x-correlation-id"];
  if (typeof given === "string" && wellFormedCorrelationId.test(given)) return given;
  return ((request as Correlated)[made] ??= randomUUID());
}
