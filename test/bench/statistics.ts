/** What several measurements of one thing amount to. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError without values */
export function summarize(values: readonly number[]): Summary {
  return { median: percentile(values, 50), min: percentile(values, 0), max: percentile(values, 100) };
}

/**
 * The value below which the given part of the values lies, linear between the two neighbours (as in a spreadsheet's
 * PERCENTILE): 50 is the median, 0 and 100 are the smallest and the largest.
 * @throws RangeError without values, or for a percentage outside 0 to 100
 */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new RangeError("no values to summarize");
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`percent is ${percent}, expected 0 to 100`);
  const sorted = [...values].sort((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}
