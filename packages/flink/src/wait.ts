import type { Clock } from "./clock.ts";
import {
  FlinkRefusedError,
  FlinkTimeoutError,
  FlinkUnexpectedAnswerError,
  FlinkUnreachableError,
} from "./errors/connection-errors.ts";

/** How a wait is bounded. */
export interface WaitOptions {
  /** The longest wait in milliseconds; default: without limit, until the signal aborts. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What one look at a condition found. */
export type Look<T> = { readonly done: T } | { readonly waitingFor: string };

/** The pause before look number `attempt` (from 0): quick at first, then 250 ms. */
export function pauseMs(attempt: number): number {
  return Math.min(250, 20 * 2 ** Math.min(attempt, 4));
}

/** Looks until the condition is met. `what` completes `Waited … for`. */
export async function waitUntil<T>(
  clock: Clock,
  what: string,
  look: () => Promise<Look<T>>,
  options: WaitOptions = {},
): Promise<T> {
  const start = clock.now();
  for (let attempt = 0; ; attempt += 1) {
    options.signal?.throwIfAborted();
    const seen = await look();
    if ("done" in seen) return seen.done;
    if (options.timeoutMs !== undefined && clock.now() - start >= options.timeoutMs) {
      throw new FlinkTimeoutError(what, options.timeoutMs, seen.waitingFor);
    }
    await clock.sleep(pauseMs(attempt), options.signal);
  }
}

/** Whether a server that is waited for may still come: while it starts it refuses connections, or answers without its handlers. */
export function isNotReady(error: unknown): error is Error {
  return (
    error instanceof FlinkUnreachableError ||
    error instanceof FlinkRefusedError ||
    error instanceof FlinkUnexpectedAnswerError
  );
}
