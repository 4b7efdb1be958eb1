import { performance } from "node:perf_hooks";

/** What a {@link LoadLimit} works with. */
export interface LoadLimitOptions {
  /** The limit at the start, and the largest. */
  readonly most: number;
  /** The smallest. Default: 64 small requests. */
  readonly least?: number;
  /** So many requests are let in whatever they cost. Default 8. */
  readonly leastRequests?: number;
  /** Requests may take as long as this on average whatever they took before. Default 8. */
  readonly patienceMs?: number;
  /** How long is measured before the limit is changed. Default 50. */
  readonly windowMs?: number;
  /** Milliseconds; only differences count. */
  readonly clock?: () => number;
  /** The share of time since the last call in which the event loop had work. Default: this process's. */
  readonly busyShare?: () => number;
}

/** Above this share the process itself is what requests wait for, and not Kafka. */
const busy = 0.85;
const growth = 1.1;
const leastShrinkage = 0.7;
/** How fast what is usual follows what is measured. */
const weight = 0.2;

/**
 * How much may be under way so that what is let in does not wait long: while the process is busy the limit follows how long
 * requests take, so that it is about twice as long as they take when it is not. While the process waits for others (Kafka
 * is slow, or away) more under way does no harm, and the limit grows.
 */
export class LoadLimit {
  readonly #most: number;
  readonly #least: number;
  readonly #leastRequests: number;
  readonly #patienceMs: number;
  readonly #windowMs: number;
  readonly #clock: () => number;
  readonly #busyShare: () => number;
  #limit: number;
  #underWay = 0;
  #requests = 0;
  /** Of this window. */
  #since: number;
  #peak = 0;
  #wasFull = false;
  #count = 0;
  #totalMs = 0;
  /** How long requests take while the process is not busy. */
  #usualMs = 0;

  constructor(options: LoadLimitOptions) {
    const { most, least = 64 * 4_352, leastRequests = 8, patienceMs = 8, windowMs = 50 } = options;
    this.#most = most;
    this.#least = Math.min(least, most);
    this.#leastRequests = leastRequests;
    this.#patienceMs = patienceMs;
    this.#windowMs = windowMs;
    this.#clock = options.clock ?? (() => performance.now());
    this.#busyShare = options.busyShare ?? loopShare();
    this.#limit = most;
    this.#since = this.#clock();
  }

  get limit(): number {
    return this.#limit;
  }

  /** Whether there is room for so much more. */
  enter(cost: number): boolean {
    if (this.#requests >= this.#leastRequests && this.#underWay + cost > this.#limit) {
      this.#wasFull = true;
      return false;
    }
    this.add(cost);
    return true;
  }

  /** So much more is under way, whether there is room or not. */
  add(cost: number): void {
    this.#requests += 1;
    this.#underWay += cost;
    if (this.#underWay > this.#peak) this.#peak = this.#underWay;
  }

  leave(cost: number, tookMs: number | undefined): void {
    this.#requests -= 1;
    this.#underWay -= cost;
    if (tookMs === undefined) return;
    this.#count += 1;
    this.#totalMs += tookMs;
    const now = this.#clock();
    if (now - this.#since >= this.#windowMs) this.#adjust(now);
  }

  #adjust(now: number): void {
    const averageMs = this.#totalMs / this.#count;
    if (this.#busyShare() < busy) {
      this.#usualMs += (averageMs - this.#usualMs) * weight;
      this.#grow();
    } else {
      const aimMs = Math.max(this.#patienceMs, 2 * this.#usualMs);
      if (averageMs > aimMs) this.#shrink(aimMs / averageMs);
      else if (this.#wasFull) this.#grow();
    }
    this.#since = now;
    this.#count = 0;
    this.#totalMs = 0;
    this.#peak = this.#underWay;
    this.#wasFull = false;
  }

  #grow(): void {
    this.#limit = Math.min(this.#most, this.#limit * growth);
  }

  #shrink(share: number): void {
    const used = Math.min(this.#limit, this.#peak);
    this.#limit = Math.max(this.#least, used * Math.max(leastShrinkage, share));
  }
}

function loopShare(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
