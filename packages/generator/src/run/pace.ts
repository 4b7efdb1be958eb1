import { setTimeout as delay } from "node:timers/promises";

/** Says when events are due. */
export interface Pace {
  /** How long it is until an event of this time is due, in milliseconds; 0 or less: now. */
  waitMs(timeMs: number): number;
}

/** Every event is due at once. */
export const asFastAsPossible: Pace = { waitMs: () => 0 };

/**
 * Time passes as it does on the clock, `speed` times as fast; it begins when the first event is asked for.
 * @param clock milliseconds that only grow; default `performance.now`
 */
export function steadyPace(
  startMs: number,
  speed: number,
  clock: () => number = () => performance.now(),
): Pace {
  let begunMs: number | undefined;
  return {
    waitMs(timeMs) {
      begunMs ??= clock();
      return (timeMs - startMs) / speed - (clock() - begunMs);
    },
  };
}

/** Waits, or less when the signal comes. */
export async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}
