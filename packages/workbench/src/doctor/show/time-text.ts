const minuteMs = 60_000;
const dayMs = 86_400_000;

/** An instant in UTC: `2026-01-15 14:31:05 UTC`, with milliseconds where there are some. */
export function utc(ms: number): string {
  return `${dateAndTime(ms)} UTC`;
}

/** A stretch of time in UTC, its day once: `2026-01-15 14:00–14:01 UTC`. */
export function utcRange(start: number, end: number): string {
  const [from, to] = [dateAndTime(start), dateAndTime(end)];
  const isWithinDay = from.slice(0, 10) === to.slice(0, 10);
  const isWholeMinutes = start % minuteMs === 0 && end % minuteMs === 0;
  const cut = (text: string) => (isWholeMinutes && text.endsWith(":00") ? text.slice(0, -3) : text);
  return `${cut(from)}–${cut(isWithinDay ? to.slice(11) : to)} UTC`;
}

const units = [
  ["d", dayMs],
  ["h", 3_600_000],
  ["min", minuteMs],
  ["s", 1000],
  ["ms", 1],
] as const;

/** A length of time in its two largest units: `2 h 5 min`, `850 ms`; without a sign. */
export function span(ms: number): string {
  const parts: string[] = [];
  // Nobody wants to know the milliseconds of minutes.
  let rest = Math.abs(ms) >= 10_000 ? Math.round(Math.abs(ms) / 1000) * 1000 : Math.round(Math.abs(ms));
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? "0 ms" : parts.join(" ");
}

function dateAndTime(ms: number): string {
  // Beyond what a date can hold, the number is the fact.
  if (!(Math.abs(ms) <= 8.64e15)) return `${ms} ms since 1970`;
  return new Date(ms)
    .toISOString()
    .replace("T", " ")
    .replace("Z", "")
    .replace(/\.000$/, "");
}
