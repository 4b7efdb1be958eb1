import { type HttpProblemCode, internalError, type Problem } from "@millrace/http";

/** Stable codes of the metrics app's problem answers. */
export type ProblemCode =
  HttpProblemCode | "INVALID_QUERY" | "DATABASE_UNAVAILABLE" | "QUERY_TIMEOUT" | "OVERLOADED";

/** A problem as the metrics app answers it. */
export type ProblemAnswer = Problem<ProblemCode>;

/** A fault of ours; the log has it. */
export const metricsFailed = internalError("The metrics app failed; its log says why.");
