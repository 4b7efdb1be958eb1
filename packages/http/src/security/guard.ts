import type { RequestHandler } from "express";
import { sendProblem } from "../problem.ts";
import type { Cors } from "./cors.ts";
import type { Gate } from "./gate.ts";
import type { Need } from "./need.ts";

/** Express middleware: lets callers through who may what is needed, and answers the others. */
export function guard(gate: Gate, need: Need): RequestHandler {
  return async (request, response, next) => {
    const outcome = await gate.check(request, need);
    if (outcome.isDenied) return sendProblem(response, outcome);
    response.locals["caller"] = outcome;
    next();
  };
}

/** Express middleware that lets everybody through. */
export const unguarded: RequestHandler = (_request, _response, next) => next();

/** Express middleware: CORS headers, and answers to preflight requests. */
export function crossOrigin(cors: Cors): RequestHandler {
  return (request, response, next) => {
    if (!cors.handle(request, response)) next();
  };
}
