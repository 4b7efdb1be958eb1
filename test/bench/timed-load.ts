import { setTimeout as delay } from "node:timers/promises";
import type { PageViewPoster } from "./page-view-poster.ts";
import type { ResultTimes } from "./result-times.ts";
import { seededRandom } from "./seeded-random.ts";

const usualPrefix = "BN";
const postcodes = 500;
const settleTimeoutMs = 30_000;
const minuteSeconds = 60;

/** Whether a postcode is one that a {@link TimedLoad} posts, and no sample's. */
export function isOfLoad(postcode: string, prefix = usualPrefix): boolean {
  return postcode.startsWith(prefix);
}

/** Posts one page view after the other and remembers what became of each. */
export class TimedLoad {
  readonly answers: { readonly dueMs: number; readonly at: number }[] = [];
  readonly refused: Record<string, number> = {};
  posted = 0;
  beganAt = 0;
  readonly #poster: PageViewPoster;
  readonly #times: ResultTimes;
  readonly #random: () => number;
  readonly #prefix: string;

  /** @param prefix of its postcodes: two loads of one platform need two */
  constructor(poster: PageViewPoster, times: ResultTimes, seed: number, prefix = usualPrefix) {
    this.#poster = poster;
    this.#times = times;
    this.#random = seededRandom(seed);
    this.#prefix = prefix;
  }

  readonly post = async (number: number, dueMs: number): Promise<void> => {
    if (number === 0) this.beganAt = dueMs;
    const timestamp = Math.floor(Date.now() / 1000);
    const postcode = `${this.#prefix}${Math.floor(this.#random() * postcodes)}`;
    this.posted++;
    const pageView = { user_id: number, postcode, webpage: "www.website.com/index.html", timestamp };
    const status = await this.#poster.post(pageView);
    const at = performance.now();
    if (status === 202) this.#times.accepted(windowKey(timestamp * 1000, postcode), at);
    else this.refused[status] = (this.refused[status] ?? 0) + 1;
    this.answers.push({ dueMs, at });
  };
}

/** Names the window and the postcode of a count. */
export function windowKey(timeMs: number, postcode: string): string {
  return `${Math.floor(timeMs / 1000 / minuteSeconds)} ${postcode}`;
}

/** @throws Error when accepted page views are missing from the results */
export async function untilCounted(times: ResultTimes): Promise<void> {
  const deadline = performance.now() + settleTimeoutMs;
  while (times.open > 0 && performance.now() < deadline) await delay(100);
  if (times.open === 0) return;
  throw new Error(
    `${times.open} accepted page views are in no committed count after ${settleTimeoutMs / 1000} s`,
  );
}
