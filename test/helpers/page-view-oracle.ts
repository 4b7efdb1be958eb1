/**
 * What the page-view pipeline must compute, written without looking at its SQL: a page view counts in its minute unless the
 * watermark had passed that minute's end by the grace when the view came. Times are milliseconds since the epoch.
 */
export interface PageView {
  readonly event_id: string;
  readonly user_id: number;
  readonly postcode: string;
  readonly webpage: string;
  /** Epoch seconds. */
  readonly timestamp: number;
}

/** A count of one postcode in one minute. */
export interface Count {
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly postcode: string;
  readonly views: number;
}

/** A page view that came after its minute had ended. */
export interface LateView {
  readonly eventId: string;
  readonly postcode: string;
  readonly windowStart: number;
  readonly isCounted: boolean;
}

/** What came in a minute of event time. */
export interface Intake {
  readonly windowStart: number;
  readonly received: number;
  readonly duplicates: number;
}

const minuteMs = 60_000;
const graceMs = 30 * minuteMs;

/** Takes page views as they are accepted, and is told how far event time is known to have come. */
export class PageViewOracle {
  readonly #counts = new Map<string, Count>();
  readonly #late: LateView[] = [];
  readonly #accepted: PageView[] = [];
  readonly #come = new Set<string>();
  readonly #intake = new Map<number, Intake>();
  #newest = Number.NEGATIVE_INFINITY;

  /** Event time has come to `newestMs` on every partition that is not idle. */
  eventTimeReached(newestMs: number): void {
    this.#newest = Math.max(this.#newest, newestMs);
  }

  accept(views: readonly PageView[]): void {
    for (const view of views) {
      this.#accepted.push(view);
      const windowStart = Math.floor((view.timestamp * 1000) / minuteMs) * minuteMs;
      const isDuplicate = this.#come.has(view.event_id);
      this.#come.add(view.event_id);
      const { received, duplicates } = this.#intake.get(windowStart) ?? { received: 0, duplicates: 0 };
      this.#intake.set(windowStart, {
        windowStart,
        received: received + 1,
        duplicates: duplicates + (isDuplicate ? 1 : 0),
      });
      if (isDuplicate) continue;
      const windowEnd = windowStart + minuteMs;
      const isCounted = windowEnd - 1 > this.#newest - graceMs;
      if (windowEnd - 1 <= this.#newest) {
        this.#late.push({ eventId: view.event_id, postcode: view.postcode, windowStart, isCounted });
      }
      if (isCounted) this.#count(view.postcode, windowStart, windowEnd);
    }
  }

  /** Every accepted page view, twice where it was accepted twice. */
  get accepted(): readonly PageView[] {
    return this.#accepted;
  }

  /** What came in each minute, and how much of it had come before. */
  get intake(): readonly Intake[] {
    return [...this.#intake.values()].sort((a, b) => a.windowStart - b.windowStart);
  }

  get late(): readonly LateView[] {
    return this.#late;
  }

  /** The counts as far as they are known. */
  get counts(): readonly Count[] {
    return [...this.#counts.values()];
  }

  /** The counts that can no longer change. */
  get finalCounts(): readonly Count[] {
    return this.counts.filter(({ windowEnd }) => windowEnd - 1 <= this.#newest - graceMs);
  }

  #count(postcode: string, windowStart: number, windowEnd: number): void {
    const key = JSON.stringify([windowStart, postcode]);
    const views = (this.#counts.get(key)?.views ?? 0) + 1;
    this.#counts.set(key, { windowStart, windowEnd, postcode, views });
  }
}
