import type { Response } from "express";
import type { EventWords } from "../door.ts";
import type { ItemResult } from "../item-result.ts";
import { sendProblem, toAnswer } from "../problem.ts";

const retryAfterSeconds = 2;
/** So many problems are told at once. */
const maxProblems = 1_000;

/** How the results of a request are answered. */
export interface AnswerOptions {
  readonly words: EventWords;
  /** Whether the body is one item, so that problems point into it and not into a list. */
  readonly isSingle: boolean;
}

/** The status never says more than the items do: 202 only when Kafka has acknowledged every one. */
export function sendResults(
  response: Response,
  results: readonly (ItemResult | undefined)[],
  { words, isSingle }: AnswerOptions,
): void {
  const settled = results.filter((result) => result !== undefined);
  if (settled.some(({ status }) => status === "invalid"))
    return sendInvalidItems(response, results, { words, isSingle });
  const retry = settled.find((result) => result.status === "retry");
  const rejected = settled.find((result) => result.status === "rejected");
  if (retry !== undefined) {
    return sendProblem(response, {
      status: 503,
      code: "KAFKA_UNAVAILABLE",
      title: `Kafka has not acknowledged every ${words.one}`,
      detail: retry.reason,
      members: { results: settled },
      retryAfterSeconds,
    });
  }
  if (rejected !== undefined) {
    return sendProblem(response, {
      status: 422,
      code: "REJECTED_BY_BROKER",
      title: `The broker refuses ${withArticle(words.one)}`,
      detail: rejected.reason,
      members: { results: settled },
    });
  }
  response.status(202).json(isSingle ? settled[0] : { accepted: settled.length, results: settled });
}

/** Says that a body is not what is taken, with every problem. */
export function sendInvalid(
  response: Response,
  {
    words,
    detail,
    problems,
  }: { readonly words: EventWords; readonly detail: string; readonly problems: readonly unknown[] },
): void {
  sendProblem(response, {
    status: 400,
    code: words.code,
    title: `Invalid ${words.one}`,
    detail,
    members: { problems },
  });
}

function sendInvalidItems(
  response: Response,
  results: readonly (ItemResult | undefined)[],
  { words, isSingle }: AnswerOptions,
): void {
  const problems = results.flatMap((result, at) =>
    result?.status === "invalid"
      ? result.problems.map((problem) => toAnswer(problem, isSingle ? [] : [at]))
      : [],
  );
  const invalid = results.filter((result) => result !== undefined).length;
  const detail = isSingle
    ? `The ${words.one} has ${problems.length} problem(s); nothing was published.`
    : `${invalid} of ${results.length} ${words.many} are invalid; nothing was published.`;
  const rest =
    problems.length > maxProblems ? ` The first ${maxProblems} of ${problems.length} problems are told.` : "";
  sendInvalid(response, { words, detail: detail + rest, problems: problems.slice(0, maxProblems) });
}

function withArticle(word: string): string {
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}
