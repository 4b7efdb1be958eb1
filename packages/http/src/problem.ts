import type { IncomingMessage, ServerResponse } from "node:http";
import type { DenialCode } from "./security/denial.ts";
import { type Answer, problemType, sendAnswer } from "./answer.ts";

/** Stable codes of the problems that every service answers. */
export type HttpProblemCode =
  | DenialCode
  | "STARTING"
  | "SHUTTING_DOWN"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "EXPECTATION_FAILED"
  | "REQUEST_TIMEOUT"
  | "BODY_TOO_LARGE"
  | "URI_TOO_LONG"
  | "HEADERS_TOO_LARGE"
  | "BAD_REQUEST"
  | "INTERNAL_ERROR";

/** A problem answer as RFC 9457 has it; further members say more about it. `Code`: the stable codes of a service. */
export interface Problem<Code extends string = string> {
  readonly status: number;
  readonly code: Code;
  readonly title: string;
  readonly detail: string;
  readonly members?: Readonly<Record<string, unknown>>;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem's members as JSON, without the closing brace, so that more can follow. */
export function openProblemJson({ status, code, title, detail, members }: Problem): string {
  const type = `urn:millrace:problem:${code.toLowerCase().replaceAll("_", "-")}`;
  return JSON.stringify({ type, title, status, code, detail, ...members }).slice(0, -1);
}

/** A problem as `application/problem+json`. @param more members in JSON, each with a comma before it */
export function problemAnswer(problem: Problem, more = ""): Answer {
  const { status, retryAfterSeconds, headers = {} } = problem;
  const flat = Object.entries(headers).flat();
  if (retryAfterSeconds !== undefined) flat.push("Retry-After", String(retryAfterSeconds));
  return { status, contentType: problemType, body: `${openProblemJson(problem)}${more}}`, headers: flat };
}

/** A fault of the service, whose log has it. @param detail what failed, and what that means for the caller */
export function internalError(detail: string): Problem<"INTERNAL_ERROR"> {
  return { status: 500, code: "INTERNAL_ERROR", title: "Internal error", detail };
}

/**
 * A path that exists does not take this method.
 * @param allow the methods that it takes, as `Allow` says them
 * @param detail default: names the path, the first of them, and the method
 */
export function methodNotAllowed(
  { path, method }: { readonly path: string; readonly method: string },
  allow: string,
  detail = `${path} takes ${allow.split(",", 1)[0]}, not ${method}.`,
): Problem<"METHOD_NOT_ALLOWED"> {
  const headers = { Allow: allow };
  return { status: 405, code: "METHOD_NOT_ALLOWED", title: "Method not allowed", detail, headers };
}

/** Sends a problem as `application/problem+json`. */
export function sendProblem(
  response: ServerResponse & { readonly req: IncomingMessage },
  problem: Problem,
): void {
  sendAnswer(response.req, response, problemAnswer(problem));
}
