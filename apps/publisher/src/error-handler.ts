import type { Logger } from "@millrace/common";
import type { ErrorRequestHandler, Request, RequestHandler } from "express";
import { type ProblemAnswer, sendProblem } from "./problem.ts";

/** The routes that exist beside those for events, with their methods, for 405. */
const methods: Readonly<Record<string, string>> = {
  "/health": "GET",
  "/health/live": "GET",
  "/health/ready": "GET",
  "/metrics": "GET",
  "/openapi.json": "GET",
};

/** Answers what no route has answered: 405 where the path exists, else 404. */
export const unknownRoute: RequestHandler = (request, response) => {
  const allow = methods[request.path];
  if (allow === undefined) {
    const detail = `There is no ${request.path}. Events go to POST /api/events/<domain>/<type>; GET /openapi.json says which there are.`;
    return sendProblem(response, { status: 404, code: "NOT_FOUND", title: "Not found", detail });
  }
  response.set("Allow", allow);
  sendProblem(response, {
    status: 405,
    code: "METHOD_NOT_ALLOWED",
    title: "Method not allowed",
    detail: `${request.path} takes ${allow}, not ${request.method}.`,
  });
};

/** The one error handler: what a caller did wrong is answered, what we did wrong is logged and answered 500. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = callerProblem(error, request);
    if (problem !== undefined) return sendProblem(response, problem);
    log.error({ err: error, method: request.method, path: request.path }, "request failed");
    sendProblem(response, {
      status: 500,
      code: "INTERNAL_ERROR",
      title: "Internal error",
      detail: "The publisher failed; its log says why. Whether anything was published is not known.",
    });
  };
}

/** Errors of the body parser carry a `type` and a status. */
function callerProblem(error: unknown, request: Request): ProblemAnswer | undefined {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return undefined;
  const { status, message } = error;
  if (status < 400 || status >= 500) return undefined;
  const type = "type" in error ? String(error.type) : "";
  if (type === "entity.parse.failed") {
    return {
      status: 400,
      code: "MALFORMED_JSON",
      title: "Malformed JSON",
      detail: `The body is no JSON: ${message}.`,
    };
  }
  if (status === 413) {
    const limit = "limit" in error ? ` of at most ${String(error.limit)} bytes` : "";
    const detail = `The body has ${request.get("content-length") ?? "too many"} bytes, expected a body${limit}. Send it in parts.`;
    return { status, code: "BODY_TOO_LARGE", title: "Body too large", detail };
  }
  if (status === 415) {
    return { status, code: "UNSUPPORTED_MEDIA_TYPE", title: "Unsupported media type", detail: `${message}.` };
  }
  return { status, code: "BAD_REQUEST", title: "Bad request", detail: `${message}.` };
}
