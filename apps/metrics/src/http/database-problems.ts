import {
  DatabaseUnavailableError,
  OverloadedError,
  QueryTimeoutError,
  StoreBehindError,
} from "../database/errors.ts";
import type { ProblemAnswer } from "./problem.ts";

/** The answer to a request whose rows could not be read; undefined where the fault is ours. */
export function databaseProblem(error: unknown): ProblemAnswer | undefined {
  if (error instanceof QueryTimeoutError)
    return {
      status: 503,
      code: "QUERY_TIMEOUT",
      title: "The query takes too long",
      detail:
        `The database was stopped after ${error.timeoutMs} ms. Ask for a shorter time (minutes, or from and to), ` +
        "for fewer groups, or in an order that begins with the time.",
      retryAfterSeconds: 5,
    };
  if (error instanceof OverloadedError)
    return {
      status: 503,
      code: "OVERLOADED",
      title: "The metrics app is busy",
      detail: "As many queries run and wait as can be answered in time.",
      retryAfterSeconds: 1,
    };
  if (error instanceof StoreBehindError)
    return {
      status: 503,
      code: "DATABASE_UNAVAILABLE",
      title: "The table is not ready",
      detail: "The database does not have this table as it is served yet; applying the plan makes it.",
      retryAfterSeconds: 5,
    };
  if (error instanceof DatabaseUnavailableError)
    return {
      status: 503,
      code: "DATABASE_UNAVAILABLE",
      title: "The database gives no answer",
      detail: "Rows cannot be read now; see /health.",
      retryAfterSeconds: 2,
    };
  return undefined;
}
