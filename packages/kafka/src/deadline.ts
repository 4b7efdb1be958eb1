/** How long {@link withDeadline} waits and what it throws then. */
export interface Deadline {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Makes the error that is thrown when the time is over. */
  readonly expired: () => Error;
}

/**
 * Waits for `work`, but not longer than the deadline. The work itself is not stopped: whoever owns its sockets does that.
 * @throws the error of `expired`, or the signal's reason
 */
export async function withDeadline<T>(
  work: Promise<T>,
  { timeoutMs, signal, expired }: Deadline,
): Promise<T> {
  signal?.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  const ending = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(expired()), timeoutMs);
    onAbort = () => reject(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, ending]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    work.catch(() => {});
  }
}
