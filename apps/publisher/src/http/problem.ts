import type { IncomingMessage, ServerResponse } from "node:http";
import { toJsonPointer } from "@millrace/common";
import type { EventProblem } from "@millrace/events";
import type { BodyFaultCode } from "../body/body-fault.ts";
import type { DenialCode } from "../security/denial.ts";
import { type Answer, problemType, sendAnswer } from "./answer.ts";

/** Stable codes of the publisher's problem answers. */
export type ProblemCode =
  | BodyFaultCode
  | DenialCode
  | "INVALID_PAGE_VIEW"
  | "INVALID_EVENT"
  | "INVALID_QUERY"
  | "INVALID_IDEMPOTENCY_KEY"
  | "IDEMPOTENCY_KEY_IN_USE"
  | "IDEMPOTENCY_KEY_REUSED"
  | "REJECTED_BY_BROKER"
  | "KAFKA_UNAVAILABLE"
  | "STARTING"
  | "SHUTTING_DOWN"
  | "OVERLOADED"
  | "RATE_LIMITED"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "EXPECTATION_FAILED"
  | "URI_TOO_LONG"
  | "HEADERS_TOO_LARGE"
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
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem's members as JSON, without the closing brace, so that more can follow. */
export function openProblemJson({ status, code, title, detail, members }: ProblemAnswer): string {
  const type = `urn:millrace:problem:${code.toLowerCase().replaceAll("_", "-")}`;
  return JSON.stringify({ type, title, status, code, detail, ...members }).slice(0, -1);
}

/** A problem as `application/problem+json`. @param more members in JSON, each with a comma before it */
export function problemAnswer(problem: ProblemAnswer, more = ""): Answer {
  const { status, retryAfterSeconds, headers = {} } = problem;
  const flat = Object.entries(headers).flat();
  if (retryAfterSeconds !== undefined) flat.push("Retry-After", String(retryAfterSeconds));
  return { status, contentType: problemType, body: `${openProblemJson(problem)}${more}}`, headers: flat };
}

/** A fault of ours; the log has it. */
export const internalError: ProblemAnswer = {
  status: 500,
  code: "INTERNAL_ERROR",
  title: "Internal error",
  detail: "The publisher failed; its log says why. Whether anything was published is not known.",
};

/**
 * A path that exists does not take this method.
 * @param allow the methods that it takes, as `Allow` says them
 * @param detail default: names the path, the first of them, and the method
 */
export function methodNotAllowed(
  { path, method }: { readonly path: string; readonly method: string },
  allow: string,
  detail = `${path} takes ${allow.split(",", 1)[0]}, not ${method}.`,
): ProblemAnswer {
  const headers = { Allow: allow };
  return { status: 405, code: "METHOD_NOT_ALLOWED", title: "Method not allowed", detail, headers };
}

/** Sends a problem as `application/problem+json`. */
export function sendProblem(
  response: ServerResponse & { readonly req: IncomingMessage },
  problem: ProblemAnswer,
): void {
  sendAnswer(response.req, response, problemAnswer(problem));
}

/** A problem of an item as it is answered: where, what was found, what was expected, what was probably meant. */
export function toAnswer(
  { path, found, expected, suggestion }: EventProblem,
  prefix: readonly number[] = [],
) {
  const pointer = toJsonPointer([...prefix, ...path]);
  return { pointer, found, expected, ...(suggestion === undefined ? {} : { suggestion }) };
}
