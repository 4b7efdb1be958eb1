import type { Flaw } from "../journey/event-source.ts";
import type { EventTarget } from "../targets/event-target.ts";
import { isStopped, type Pace, wait } from "./pace.ts";
import type { GeneratorSummary, Statistics } from "./statistics.ts";

/** An event to be sent, and when. */
export interface DueEvent {
  readonly domain: string;
  readonly type: string;
  readonly event: unknown;
  /** In the time of the simulation: milliseconds since the epoch. */
  readonly sentMs: number;
  readonly flaw?: Flaw;
}

/** What a run consists of. */
export interface RunOptions {
  readonly events: Iterable<DueEvent> | AsyncIterable<DueEvent>;
  readonly target: EventTarget;
  readonly pace: Pace;
  /** The one that the target counts in. */
  readonly statistics: Statistics;
  /** Ends the run after what is under way. */
  readonly signal?: AbortSignal;
  /** How many events are handed over at once at most. Default 1,000. */
  readonly maxBatch?: number;
}

/** Events that are due within so long go into one batch. */
const togetherMs = 20;

/**
 * Hands events to a target as they are due, in batches, and waits until each has its result. What the target cannot deliver
 * is counted, not thrown. The target is closed in the end.
 * @throws what reading the events and opening the target throw
 */
export async function runGenerator(options: RunOptions): Promise<GeneratorSummary> {
  const { events, target, pace, statistics, signal, maxBatch = 1_000 } = options;
  let batch: DueEvent[] = [];
  const flush = async () => {
    const full = batch;
    batch = [];
    if (full.length > 0) await target.send(full);
  };
  try {
    const source = Symbol.iterator in events ? events[Symbol.iterator]() : events[Symbol.asyncIterator]();
    while (!isStopped(signal)) {
      // A promise for each of a hundred thousand events a second would be felt.
      const found = source.next();
      const { done, value } = found instanceof Promise ? await found : found;
      if (done === true) break;
      if (pace.waitMs(value.sentMs) > togetherMs) {
        await flush();
        await wait(pace.waitMs(value.sentMs), signal);
        if (isStopped(signal)) break;
      }
      statistics.countSent(value.flaw);
      batch.push(value);
      if (batch.length >= maxBatch) await flush();
    }
    await flush();
  } finally {
    await target.close();
  }
  return statistics.summary();
}
