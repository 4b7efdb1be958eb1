import type { ProblemAnswer } from "../http/problem.ts";
import { type Allowance, type ClientRates, rateLimitHeader } from "../admission/client-rates.ts";
import { acceptEncoding } from "../body/content-encoding.ts";
import { acceptPost } from "../body/media-type.ts";

/** As much is under way as may be. */
export const overloaded: ProblemAnswer = {
  status: 503,
  code: "OVERLOADED",
  title: "The publisher is busy",
  detail: "As many requests are under way as can be served in time. Nothing of this one was published.",
  retryAfterSeconds: 1,
};

/** What the header says is no key. */
export const invalidKey: ProblemAnswer = {
  status: 400,
  code: "INVALID_IDEMPOTENCY_KEY",
  title: "Invalid idempotency key",
  detail: "The Idempotency-Key is no key, expected 1 to 255 printable ASCII characters.",
};

/** Headers of a 415. */
export const whatIsTaken = { "Accept-Post": acceptPost, "Accept-Encoding": acceptEncoding };

/** The client has sent more than it may. */
export function rateLimited({ policy }: ClientRates, allowance: Allowance): ProblemAnswer {
  const { resetSeconds } = allowance;
  return {
    status: 429,
    code: "RATE_LIMITED",
    title: "Too many events",
    detail: `This client has sent more events than it may. It may send again in ${resetSeconds} second(s).`,
    retryAfterSeconds: Math.max(1, resetSeconds),
    headers: { "RateLimit-Policy": policy, RateLimit: rateLimitHeader(allowance) },
  };
}
