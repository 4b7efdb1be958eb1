/** Below this a timer is not worth its turn. */
const leastPauseMs = 0.5;

/**
 * Keeps sends apart while callers come side by side, so that each carries more: a request to a broker costs as much as many
 * records. A caller who is alone is not kept waiting.
 */
export class Pace {
  readonly #intervalMs: number;
  readonly #clock: () => number;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  #wasShared = false;

  /**
   * @param intervalMs between the beginnings of two sends, in milliseconds; 0: none
   * @param clock milliseconds that never go back. Default `performance.now`
   */
  constructor(intervalMs: number, clock: () => number = () => performance.now()) {
    this.#intervalMs = intervalMs;
    this.#clock = clock;
  }

  /** How long the next send is to wait, in milliseconds; 0 where it may go at once. */
  pauseMs(): number {
    if (!this.#wasShared) return 0;
    const restMs = this.#lastSentAt + this.#intervalMs - this.#clock();
    return restMs < leastPauseMs ? 0 : restMs;
  }

  /** To be said of each send. @param calls how many callers' records it carries */
  sent(calls: number): void {
    this.#lastSentAt = this.#clock();
    this.#wasShared = calls > 1;
  }
}
