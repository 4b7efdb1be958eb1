import { type Lifecycle, sendProblem } from "@millrace/http";
import type { RequestHandler } from "express";

/** Express middleware: counts what is under way, and refuses what comes before the start's end or while draining. */
export function whileServing(lifecycle: Lifecycle): RequestHandler {
  return (_request, response, next) => {
    const { refusal } = lifecycle;
    if (refusal !== undefined) return sendProblem(response, refusal);
    lifecycle.enter();
    response.once("close", () => lifecycle.leave());
    next();
  };
}
