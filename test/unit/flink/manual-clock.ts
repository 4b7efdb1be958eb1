import type { Clock } from "@millrace/flink";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is moved; every sleep is recorded. With `isHasty` a sleep moves it by itself. */
export class ManualClock implements Clock {
  readonly slept: number[] = [];
  readonly #isHasty: boolean;
  #now = 0;
  #sleepers: Sleeper[] = [];
  readonly #intervals = new Set<{ readonly ms: number; next: number; readonly task: () => void }>();

  constructor({ isHasty = false } = {}) {
    this.#isHasty = isHasty;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    // Request limits are the long ones: they must not pass by themselves.
    if (this.#isHasty && ms < 30_000) {
      this.slept.push(ms);
      this.#now += ms;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#sleepers.push({ at: this.#now + ms, wake: resolve });
      signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    });
  }

  every(ms: number, task: () => void): () => void {
    const interval = { ms, next: this.#now + ms, task };
    this.#intervals.add(interval);
    return () => this.#intervals.delete(interval);
  }

  get intervals(): number {
    return this.#intervals.size;
  }

  /** Moves time on, wakes sleepers and runs intervals that are due. */
  async move(ms: number): Promise<void> {
    this.#now += ms;
    for (const interval of this.#intervals) {
      for (; interval.next <= this.#now; interval.next += interval.ms) interval.task();
    }
    const due = this.#sleepers.filter(({ at }) => at <= this.#now);
    this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#now);
    for (const { wake } of due) wake();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
