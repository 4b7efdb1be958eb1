import { type Answer, jsonType, openProblemJson, problemAnswer } from "@millrace/http";
import type { ProblemAnswer } from "../http/problem.ts";
import type { BodyFault } from "../body/body-fault.ts";
import type { EventWords } from "../catalog/door.ts";
import type { ResultList } from "./result-list.ts";

const retryAfterSeconds = 2;

/** How the results of a request are answered. */
export interface AnswerOptions {
  readonly words: EventWords;
  /** Whether the body is one item and no batch of one. */
  readonly isSingle: boolean;
  readonly isDryRun: boolean;
  /** What ended the body before its end. */
  readonly fault?: BodyFault;
}

/** The status never says more than the items do: 202 only where every one is kept, an error only where none is. */
export function answerOf(list: ResultList, options: AnswerOptions): Answer {
  const { isSingle, isDryRun, fault } = options;
  const { accepted, duplicate, valid, retry } = list.counts;
  const good = accepted + duplicate + valid;
  if (fault === undefined && good === list.count) {
    const body = isSingle ? list.json : `{${list.countsJson(isDryRun)},"results":[${list.json}]}`;
    return { status: isDryRun ? 200 : 202, contentType: jsonType, body };
  }
  if (good + retry === 0) return nothingKept(list, options);
  if (good === 0 && fault === undefined && retry === list.count) return allToBeSentAgain(list, options);
  return mixed(list, options);
}

/** A body that cannot be taken, as a problem. */
export function faultProblem({ status, code, title, message }: BodyFault): ProblemAnswer {
  return { status, code, title, detail: message };
}

function mixed(list: ResultList, { isDryRun, fault }: AnswerOptions): Answer {
  const tail = fault === undefined ? "" : `,"problem":${openProblemJson(faultProblem(fault))}}`;
  return {
    status: 207,
    contentType: jsonType,
    body: `{${list.countsJson(isDryRun)},"results":[${list.json}]${tail}}`,
    ...(list.counts.retry === 0 ? {} : { headers: ["Retry-After", String(retryAfterSeconds)] }),
  };
}

function allToBeSentAgain(list: ResultList, options: AnswerOptions): Answer {
  const problem: ProblemAnswer = {
    status: 503,
    code: "KAFKA_UNAVAILABLE",
    title: `No ${options.words.one} is kept`,
    detail: list.retryReason ?? "",
    retryAfterSeconds,
  };
  return problemAnswer(problem, resultMembers(list, options));
}

/** Nothing is kept, and sending the same again would change nothing. */
function nothingKept(list: ResultList, options: AnswerOptions): Answer {
  const { fault, words } = options;
  if (fault !== undefined) return problemAnswer(faultProblem(fault), resultMembers(list, options));
  if (list.counts.invalid === 0) {
    const problem: ProblemAnswer = {
      status: 400,
      code: "REJECTED_BY_BROKER",
      title: `The broker refuses ${withArticle(words.one)}`,
      detail: list.rejectedReason ?? "",
    };
    return problemAnswer(problem, resultMembers(list, options));
  }
  return invalid(list, options);
}

function invalid(list: ResultList, options: AnswerOptions): Answer {
  const { words, isSingle } = options;
  const { counts, count, problems } = list;
  const problem: ProblemAnswer = {
    status: 400,
    code: words.code,
    title: `Invalid ${words.one}`,
    detail: isSingle
      ? `The ${words.one} has ${problems} problem(s); nothing was published.`
      : `${counts.invalid} of ${count} ${words.many} are invalid; nothing was published.`,
  };
  // What is said of one item are its problems; they are what the problem answer is about.
  if (isSingle) return problemAnswer(problem, `,${list.json.slice('{"status":"invalid",'.length, -1)}`);
  return problemAnswer(problem, resultMembers(list, options));
}

function resultMembers(list: ResultList, { isSingle, isDryRun }: AnswerOptions): string {
  if (list.count === 0) return "";
  const counts = isSingle ? "" : `${list.countsJson(isDryRun)},`;
  return `,${counts}"results":[${list.json}]`;
}

function withArticle(word: string): string {
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}
