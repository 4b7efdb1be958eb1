import type { Payload } from "./event-time.ts";
import { type BatchOutcome, postBatch, type PostOptions, type Refused } from "./post-events.ts";

/** The most events of one burst, and the most a second: a page is no load generator. */
export const burstLimits = { events: 5_000, perSecond: 500 } as const;

/** How far a burst has come; `refused` is why it ended early. */
export interface BurstProgress {
  readonly events: number;
  readonly kept: number;
  readonly notKept: number;
  readonly isOver: boolean;
  readonly refused?: Refused;
}

/** What a burst is; the signal ends it. */
export interface BurstOptions extends PostOptions {
  readonly events: number;
  readonly perSecond: number;
  readonly signal: AbortSignal;
  /** The nth event. */
  readonly make: (index: number) => Payload;
  readonly onProgress: (progress: BurstProgress) => void;
  /** Resolves after so many milliseconds, or when the signal aborts. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const ticksPerSecond = 4;

/** Posts events at an even rate, a batch each quarter second, until all are sent, one batch is refused or the signal aborts. */
export async function runBurst(options: BurstOptions): Promise<void> {
  const { signal, onProgress, wait = waitFor } = options;
  const events = clamp(options.events, burstLimits.events);
  const perTick = Math.max(1, Math.ceil(clamp(options.perSecond, burstLimits.perSecond) / ticksPerSecond));
  const tickMs = (perTick / clamp(options.perSecond, burstLimits.perSecond)) * 1000;
  let progress: BurstProgress = { events, kept: 0, notKept: 0, isOver: false };
  for (let sent = 0; sent < events && !signal.aborted; sent += perTick) {
    const indexes = Array.from({ length: Math.min(perTick, events - sent) }, (_, offset) => sent + offset);
    const pause = wait(tickMs, signal);
    // oxlint-disable-next-line no-await-in-loop -- the rate is the point
    progress = addOutcome(progress, await post(indexes.map(options.make), options));
    onProgress(progress);
    if (progress.refused !== undefined) break;
    // oxlint-disable-next-line no-await-in-loop -- see above
    if (sent + perTick < events) await pause;
  }
  onProgress({ ...progress, isOver: true });
}

async function post(payloads: readonly Payload[], options: BurstOptions): Promise<BatchOutcome | undefined> {
  try {
    return await postBatch(payloads, options);
  } catch {
    return undefined;
  }
}

function addOutcome(progress: BurstProgress, outcome: BatchOutcome | undefined): BurstProgress {
  if (outcome === undefined) return progress;
  if (outcome.kind === "refused") return { ...progress, refused: outcome };
  return {
    ...progress,
    kept: progress.kept + outcome.kept,
    notKept: progress.notKept + outcome.notKept,
  };
}

function clamp(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(1, Math.floor(value)), most) : 1;
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
