import { toJsonPointer } from "@millrace/common";
import type { EventProblem } from "@millrace/events";
import { type HttpProblemCode, internalError, type Problem } from "@millrace/http";
import type { BodyFaultCode } from "../body/body-fault.ts";

/** Stable codes of the publisher's problem answers. */
export type ProblemCode =
  | HttpProblemCode
  | BodyFaultCode
  | "INVALID_PAGE_VIEW"
  | "INVALID_EVENT"
  | "INVALID_QUERY"
  | "INVALID_IDEMPOTENCY_KEY"
  | "IDEMPOTENCY_KEY_IN_USE"
  | "IDEMPOTENCY_KEY_REUSED"
  | "REJECTED_BY_BROKER"
  | "KAFKA_UNAVAILABLE"
  | "OVERLOADED"
  | "RATE_LIMITED";

/** A problem as the publisher answers it. */
export type ProblemAnswer = Problem<ProblemCode>;

/** A fault of ours; the log has it. */
export const publisherFailed = internalError(
  "The publisher failed; its log says why. Whether anything was published is not known.",
);

/** A problem of an item as it is answered: where, what was found, what was expected, what was probably meant. */
export function toAnswer(
  { path, found, expected, suggestion }: EventProblem,
  prefix: readonly number[] = [],
) {
  const pointer = toJsonPointer([...prefix, ...path]);
  return { pointer, found, expected, ...(suggestion === undefined ? {} : { suggestion }) };
}
