const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** A length of time in its largest unit without a rest: `7 days`, `36 hours`, `500 ms`; for ever where it has no end. */
export function formatRetention(milliseconds: number): string {
  if (milliseconds < 0) return "for ever";
  const found = units.find(([, size]) => milliseconds >= size && milliseconds % size === 0);
  if (found === undefined) return `${milliseconds} ms`;
  const count = milliseconds / found[1];
  return `${count} ${found[0]}${count === 1 ? "" : "s"}`;
}
