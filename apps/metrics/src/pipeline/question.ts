import { setTimeout as delay } from "node:timers/promises";
import { reasonOf } from "./ask-json.ts";

/** What somebody answered, or why nothing is known. */
export type Answer<T> = { readonly value: T } | Fault;

/** Why there is no answer. */
export interface Fault {
  readonly fault: string;
  /** Milliseconds since it was asked, where nobody has answered yet. */
  readonly hangsMs?: number;
}

/**
 * One question that is asked again and again. Nobody waits longer for its answer than given; one that hangs is not asked anew
 * beside it: its answer is the next one's, so that nothing piles up at a part that hangs.
 */
export class Question<T> {
  #underWay: Promise<Answer<T>> | undefined;
  #askedAt = 0;
  #newest: Answer<T> | undefined;
  readonly #holdsMs: number;

  /** @param holdsMs how long the answer before holds while this one hangs. Default: it does not */
  constructor(holdsMs = 0) {
    this.#holdsMs = holdsMs;
  }

  /** @param act asks; it may throw, and may take for ever @param patienceMs how long it is waited for; never rejects */
  async ask(act: () => Promise<T>, patienceMs: number): Promise<Answer<T>> {
    if (this.#underWay === undefined) {
      this.#askedAt = performance.now();
      this.#underWay = this.#run(act);
    }
    const waiting = new AbortController();
    const late = delay(Math.max(0, patienceMs), undefined, { signal: waiting.signal, ref: false });
    late.catch(() => undefined);
    try {
      return await Promise.race([this.#underWay, late.then(() => this.#hanging())]);
    } finally {
      waiting.abort();
    }
  }

  async #run(act: () => Promise<T>): Promise<Answer<T>> {
    const answer = await settled(act);
    this.#newest = answer;
    this.#underWay = undefined;
    return answer;
  }

  #hanging(): Answer<T> {
    const hangsMs = Math.round(performance.now() - this.#askedAt);
    if (this.#newest !== undefined && hangsMs < this.#holdsMs) return this.#newest;
    return { fault: `no answer for ${(hangsMs / 1_000).toFixed(1)} s`, hangsMs };
  }
}

async function settled<T>(act: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await act() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : reasonOf(error) };
  }
}

/** What was answered; undefined where nothing was, or nobody is asked. */
export function valueOf<T>(answer: Answer<T> | undefined): T | undefined {
  return answer !== undefined && "value" in answer ? answer.value : undefined;
}
