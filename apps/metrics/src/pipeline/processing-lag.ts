import { distance, type TopicOffsets } from "./offsets.ts";

/** Where a domain's events and results are at one moment. */
export interface Progress {
  readonly atMs: number;
  /** When the oldest event came that no committed result has; undefined: every event is in committed results. */
  readonly oldestWaitingMs: number | undefined;
  /** Behind the newest committed results. */
  readonly resultEnds: TopicOffsets;
  /** Behind what is stored of them. */
  readonly stored: TopicOffsets;
}

/** Events that results have, while these are on their way into the store. */
interface OnTheWay {
  readonly oldestMs: number;
  /** What has to be stored; known one look later, when what was committed can be seen. */
  ends: TopicOffsets | undefined;
}

/**
 * Follows how long ago the oldest event came in that is not in stored results yet. Results are committed with the checkpoint
 * that commits the events' offsets, and are stored some time after that.
 */
export class ProcessingLag {
  #onTheWay: OnTheWay[] = [];
  #oldestWaitingMs: number | undefined;

  /** @returns the lag in milliseconds; 0: every event is in stored results */
  see({ atMs, oldestWaitingMs, resultEnds, stored }: Progress): number {
    for (const each of this.#onTheWay) each.ends ??= resultEnds;
    const before = this.#oldestWaitingMs;
    this.#oldestWaitingMs = oldestWaitingMs;
    if (before !== undefined && (oldestWaitingMs === undefined || oldestWaitingMs > before))
      this.#onTheWay.push({ oldestMs: before, ends: undefined });
    this.#onTheWay = this.#onTheWay.filter(({ ends }) => ends === undefined || distance(stored, ends) > 0);
    const oldest = Math.min(oldestWaitingMs ?? atMs, ...this.#onTheWay.map(({ oldestMs }) => oldestMs));
    return Math.max(0, atMs - oldest);
  }
}
