import type { ColumnType } from "@millrace/domain";
import { parseIsoTime } from "../text/iso-time.ts";
import type { Reader } from "./reader.ts";

type Unit = Extract<ColumnType, { readonly kind: "timestamp" }>["unit"];

/** The years of an event's own time; a time outside of them was meant in another unit. */
const eventYears = { from: 2000, to: 2100 };
/** The years of any other time: those that every store can keep. */
const allYears = { from: 1, to: 10_000 };

const maxAheadMs = 3_600_000;

/**
 * A time, which becomes milliseconds since the epoch.
 * @param isEventTime whether it is the event's own time, which lies in our century
 */
export function timestampReader(unit: Unit, isEventTime: boolean): Reader {
  const years = isEventTime ? eventYears : allYears;
  return unit === "iso" ? isoReader(years) : epochReader(unit, years);
}

/**
 * What is expected of an event time that lies too far ahead: a broker refuses records whose time is further ahead of
 * its clock (`message.timestamp.after.max.ms`). Undefined for a time that does not.
 */
export function tooFarAhead(timeMs: number, nowMs: number, unit: Unit): string | undefined {
  if (timeMs <= nowMs + maxAheadMs) return undefined;
  const now = { seconds: Math.floor(nowMs / 1000), millis: nowMs, iso: new Date(nowMs).toISOString() };
  return `a time at most ${maxAheadMs / 1000} seconds ahead of now (${now[unit]})`;
}

type Years = typeof eventYears;

function isoReader({ from, to }: Years): Reader {
  const [fromMs, toMs] = [startOf(from), startOf(to)];
  return (value, faults) => {
    const time = typeof value === "string" ? parseIsoTime(value) : undefined;
    if (time === undefined) return faults.add(value, `an ISO 8601 time with its offset, ${isoHint(value)}`);
    if (time >= fromMs && time < toMs) return time;
    faults.add(value, `a time between the years ${from} and ${to}`);
  };
}

function isoHint(value: unknown): string {
  if (typeof value === "string" && parseIsoTime(`${value}Z`) !== undefined)
    return `and this one has none (${value}Z, if it is UTC)`;
  const millis = typeof value === "number" ? guessedMillis(value) : undefined;
  if (millis !== undefined) return `as text: this looks like ${new Date(millis).toISOString()}`;
  return "such as 2026-01-15T10:30:00Z";
}

/** Epoch seconds or milliseconds of our century, as milliseconds. */
function guessedMillis(value: number): number | undefined {
  return [value * 1000, value].find((each) => each >= startOf(2000) && each < startOf(2100));
}

function epochReader(unit: "seconds" | "millis", { from, to }: Years): Reader {
  const factor = unit === "seconds" ? 1000 : 1;
  const [least, end] = [startOf(from) / factor, startOf(to) / factor];
  const words = unit === "seconds" ? "seconds" : "milliseconds";
  return (value, faults) => {
    if (typeof value !== "number" || !Number.isSafeInteger(value))
      return faults.add(value, `whole ${words} since 1970, as a number`);
    if (value >= least && value < end) return value * factor;
    const hint = otherUnit(value, unit);
    if (hint !== undefined) return faults.add(value, `${words} since 1970; ${hint}`);
    faults.add(value, `${words} since 1970 between the years ${from} (${least}) and ${to} (${end})`);
  };
}

function otherUnit(value: number, unit: "seconds" | "millis"): string | undefined {
  if (unit === "seconds" && value >= startOf(2000) && value < startOf(2100))
    return `this looks like milliseconds, divide it by 1000 (${Math.floor(value / 1000)})`;
  if (unit === "millis" && value * 1000 >= startOf(2000) && value * 1000 < startOf(2100))
    return `this looks like seconds, multiply it by 1000 (${value * 1000})`;
  return undefined;
}

function startOf(year: number): number {
  return year > 99 ? Date.UTC(year, 0) : new Date(0).setUTCFullYear(year, 0, 1);
}
