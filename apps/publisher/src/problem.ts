import { toJsonPointer } from "@millrace/common";
import type { EventProblem } from "@millrace/events";
import type { Response } from "express";

/** Stable codes of the publisher's problem answers. */
export type ProblemCode =
  | "INVALID_PAGE_VIEW"
  | "INVALID_EVENT"
  | "MALFORMED_JSON"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "BODY_TOO_LARGE"
  | "TOO_MANY_ITEMS"
  | "REJECTED_BY_BROKER"
  | "KAFKA_UNAVAILABLE"
  | "STARTING"
  | "SHUTTING_DOWN"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "BAD_REQUEST"
  | "INTERNAL_ERROR";

/** A problem answer as RFC 9457 has it; further members say more about it. */
export interface ProblemAnswer {
  readonly status: number;
  readonly code: ProblemCode;
  readonly title: string;
  readonly detail: string;
  readonly members?: Readonly<Record<string, unknown>>;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
}

/** Sends a problem as `application/problem+json`. */
export function sendProblem(response: Response, problem: ProblemAnswer): void {
  const { status, code, title, detail, members, retryAfterSeconds } = problem;
  if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
  const type = `urn:millrace:problem:${code.toLowerCase().replaceAll("_", "-")}`;
  response.status(status).type("application/problem+json");
  response.send(JSON.stringify({ type, title, status, code, detail, ...members }));
}

/** A problem of an item as it is answered: where, what was found, what was expected, what was probably meant. */
export function toAnswer(
  { path, found, expected, suggestion }: EventProblem,
  prefix: readonly number[] = [],
) {
  const pointer = toJsonPointer([...prefix, ...path]);
  return { pointer, found, expected, ...(suggestion === undefined ? {} : { suggestion }) };
}
