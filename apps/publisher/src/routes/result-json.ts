import type { EventProblem } from "@millrace/events";
import { toAnswer } from "../http/problem.ts";
import type { ItemResult } from "../intake/item-result.ts";

/**
 * A result as JSON. Results of kept events are put together by hand: that takes half the time of `JSON.stringify`.
 * @param at the place of the item in its batch, which problems then point into; undefined for a single item
 * @param maxProblems of an invalid item so many are told
 */
export function resultJson(result: ItemResult, at?: number, maxProblems = Infinity): string {
  if (result.status === "invalid") return invalidJson(result.problems, at, maxProblems);
  if (result.status !== "accepted" && result.status !== "duplicate") return JSON.stringify(result);
  if (result.stored_in === undefined) return JSON.stringify(result);
  const begin = `{"status":"${result.status}","event_id":${JSON.stringify(result.event_id)},"stored_in":"`;
  // Names of topics hold nothing that JSON escapes.
  if (result.stored_in === "spool") return `${begin}spool","topic":"${result.topic}"}`;
  return `${begin}kafka","topic":"${result.topic}","partition":${result.partition},"offset":${result.offset}}`;
}

function invalidJson(problems: readonly EventProblem[], at: number | undefined, maxProblems: number): string {
  const prefix = at === undefined ? [] : [at];
  const told = problems.slice(0, maxProblems).map((problem) => toAnswer(problem, prefix));
  return `{"status":"invalid","problems":${JSON.stringify(told)}}`;
}
