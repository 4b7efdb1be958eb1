import type { LogSink } from "@millrace/common";
import { sendProblem } from "@millrace/http";
import type { ErrorRequestHandler } from "express";
import { StoreBehindError } from "../database/errors.ts";
import { databaseProblem } from "./database-problems.ts";

/** Answers 503 where rows could not be read; other errors go on. */
export function databaseErrorHandler(log: LogSink): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const problem = response.headersSent ? undefined : databaseProblem(error);
    if (problem === undefined) return next(error);
    if (error instanceof StoreBehindError) log.error({ err: error }, "the store lacks what is served");
    sendProblem(response, problem);
  };
}
