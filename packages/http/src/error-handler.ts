import type { LogSink } from "@millrace/common";
import type { ErrorRequestHandler, RequestHandler } from "express";
import { type Problem, sendProblem } from "./problem.ts";

/** Answers what no route has answered. @param hint what there is, as a sentence */
export function unknownRoute(hint: string): RequestHandler {
  return (request, response) => {
    const detail = `There is no ${request.path}. ${hint}`;
    sendProblem(response, { status: 404, code: "NOT_FOUND", title: "Not found", detail });
  };
}

/** The one error handler: what a caller did wrong is answered, what we did wrong is logged and answered as `failed`. */
export function errorHandler(log: LogSink, failed: Problem): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = callerProblem(error);
    if (problem !== undefined) return sendProblem(response, problem);
    const { correlationId } = response.locals;
    // Its pattern: a path may hold what somebody sent.
    const route: string = request.route?.path ?? "other";
    log.error({ err: error, method: request.method, route, correlationId }, "request failed");
    sendProblem(response, failed);
  };
}

/** Express says by a status that the caller is wrong: a path that cannot be decoded. */
function callerProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return undefined;
  const { status, message } = error;
  if (status < 400 || status >= 500) return undefined;
  return { status, code: "BAD_REQUEST", title: "Bad request", detail: `${message}.` };
}
