import { setTimeout as delay } from "node:timers/promises";

/** Says when events are due. */
export interface Pace {
  /** How long it is until an event of this time is due, in milliseconds; 0 or less: now. */
  waitMs(timeMs: number): number;
}

/** Every event is due at once. */
export const asFastAsPossible: Pace = { waitMs: () => 0 };

/** How time passes at a {@link steadyPace}. */
export interface PaceOptions {
  /** 60: an hour of event time passes in a minute. */
  readonly speed: number;
  /** The event time at which it begins. Default: that of the first event. */
  readonly startMs?: number;
  /** Milliseconds that only grow. Default `performance.now`. */
  readonly clock?: () => number;
}

/** Event time passes as it does on the clock, `speed` times as fast, from when the first event is asked for. */
export function steadyPace({ speed, startMs, clock = () => performance.now() }: PaceOptions): Pace {
  let begun: { readonly clockMs: number; readonly eventMs: number } | undefined;
  return {
    waitMs(timeMs) {
      begun ??= { clockMs: clock(), eventMs: startMs ?? timeMs };
      return (timeMs - begun.eventMs) / speed - (clock() - begun.clockMs);
    },
  };
}

/** Waits, or less when the signal comes. */
export async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (!isStopped(signal)) throw error;
  }
}

/** Whether the signal has come. */
export function isStopped(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
