const [firstMs, mostMs] = [500, 30_000];

/**
 * How long to wait before the n-th attempt after a failure: anything up to a bound that doubles, so that many pages do not
 * come back at once, and never less than half of it.
 * @param attempt 1 for the first
 * @param random 0 to 1
 */
export function backOffMs(attempt: number, random: number): number {
  const bound = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 10));
  return Math.round(bound / 2 + (bound / 2) * random);
}

/**
 * What a `Retry-After` header asks for, in milliseconds; undefined where it says nothing that can be understood.
 * @param now epoch milliseconds
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Math.min(Number(header) * 1000, 600_000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), 600_000);
}
