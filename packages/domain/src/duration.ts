import { DurationError } from "./errors.ts";

const unitMs = {
  ms: 1,
  millisecond: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
} as const;

const words = /^\d+(\.\d+)?\s*[a-z]+(\s+\d+(\.\d+)?\s*[a-z]+)*$/i;
const iso = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * A duration in milliseconds, from words (`30 minutes`, `1 hour 30 minutes`, `500 ms`) or ISO 8601 (`PT30M`, `P1DT2H`).
 * Months and years have no fixed length and are refused, as are parts of a millisecond.
 * @throws DurationError
 */
export function parseDuration(text: string): number {
  const trimmed = text.trim();
  const milliseconds = trimmed.startsWith("P") ? fromIso(trimmed) : fromWords(trimmed);
  if (!Number.isSafeInteger(milliseconds))
    throw new DurationError(text, "it is no whole number of milliseconds");
  return milliseconds;
}

/** Whether {@link parseDuration} takes the text. */
export function isDuration(text: string): boolean {
  try {
    parseDuration(text);
    return true;
  } catch (error) {
    if (error instanceof DurationError) return false;
    throw error;
  }
}

function fromWords(text: string): number {
  if (/^[\d.]+$/.test(text)) throw new DurationError(text, "the unit is missing");
  if (!words.test(text)) throw new DurationError(text, "it is no list of numbers with units");
  const parts = text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi);
  return sum([...parts].map(([, amount, unit]) => Number(amount) * millisecondsOf(unit ?? "", text)));
}

function fromIso(text: string): number {
  if (/^P.*[Y]|^P[^T]*M/.test(text)) throw new DurationError(text, "months and years have no fixed length");
  const parts = iso.exec(text);
  if (parts === null) throw new DurationError(text, "it is no ISO 8601 duration");
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return sum([
    (weeks ?? 0) * unitMs.week,
    (days ?? 0) * unitMs.day,
    (hours ?? 0) * unitMs.hour,
    (minutes ?? 0) * unitMs.minute,
    (seconds ?? 0) * unitMs.second,
  ]);
}

function millisecondsOf(word: string, text: string): number {
  const unit = word.toLowerCase();
  const singular = unit.length > 2 && unit.endsWith("s") ? unit.slice(0, -1) : unit;
  if (singular === "month" || singular === "year")
    throw new DurationError(text, "months and years have no fixed length");
  const known = Object.entries(unitMs).find(([name]) => name === singular);
  if (known === undefined) throw new DurationError(text, `"${word}" is no unit of time`);
  return known[1];
}

/** Adds decimal fractions without binary residue: 0.1 s + 0.2 s is 300 ms. */
function sum(parts: readonly number[]): number {
  const total = parts.reduce((left, right) => left + right, 0);
  return Math.abs(total - Math.round(total)) < 1e-6 ? Math.round(total) : total;
}
