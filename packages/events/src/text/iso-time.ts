import { daysInMonth } from "./calendar.ts";

const form =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))$/i;

/**
 * The milliseconds since the epoch of an ISO 8601 time with its offset; digits behind the millisecond are left out.
 * Undefined for anything else, dates that no calendar has included.
 */
export function parseIsoTime(text: string): number | undefined {
  const match = text.length > 40 ? null : form.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6] ?? 0)];
  if (day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return undefined;
  const offsetMinutes = offsetOf(match);
  if (offsetMinutes === undefined) return undefined;
  const millis = Number((match[7] ?? "").slice(0, 3).padEnd(3, "0"));
  return utc(year, month, day) + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 + millis;
}

/** What `Date.UTC` takes for the 20th century are the years 0 to 99. */
function utc(year: number, month: number, day: number): number {
  return year > 99 ? Date.UTC(year, month - 1, day) : new Date(0).setUTCFullYear(year, month - 1, day);
}

function offsetOf(match: RegExpExecArray): number | undefined {
  if (match[8] === undefined) return 0;
  const [hours, minutes] = [Number(match[9]), Number(match[10])];
  if (hours > 23 || minutes > 59) return undefined;
  return (match[8] === "-" ? -1 : 1) * (hours * 60 + minutes);
}
