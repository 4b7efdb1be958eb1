import type { RequestHandler, Router } from "express";
import { methodNotAllowed, sendProblem } from "./problem.ts";

/** Adds routes that take GET (and HEAD) and answer every other method 405. */
export function onlyGet(router: Router): (path: string, ...handlers: readonly RequestHandler[]) => void {
  return (path, ...handlers) => {
    router
      .route(path)
      .get(...handlers)
      .all(notRead);
  };
}

const notRead: RequestHandler = (request, response) =>
  sendProblem(response, methodNotAllowed(request, "GET, HEAD"));
