import { FlinkDecodeError } from "../errors/statement-errors.ts";

const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;
const TIMESTAMP = /^([+-]?\d{4,})-(\d{2})-(\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z)?$/;
const DATE = /^[+-]?\d{4,}-\d{2}-\d{2}$/;

/** `10:11` or `10:11:12.5` with exactly `precision` decimals; undefined when the text is no time. */
export function normalizeTime(text: string, precision: number): string | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const fraction = (match[4] ?? "")
    .padEnd(precision, "0")
    .slice(0, Math.max(precision, significant(match[4])));
  return `${match[1]}:${match[2]}:${match[3] ?? "00"}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Decimals that say something; never cut off, even when there are more than the type promises. */
function significant(fraction = ""): number {
  return fraction.replace(/0+$/, "").length;
}

/** A timestamp's text as `2024-02-29T10:11:12.500`, without zone; undefined when the text is none. */
export function normalizeTimestamp(text: string, precision: number): string | undefined {
  const match = TIMESTAMP.exec(text);
  const time = match && normalizeTime(match[4] ?? "", precision);
  return time ? `${match[1]}-${match[2]}-${match[3]}T${time}` : undefined;
}

export const isDate = (text: string): boolean => DATE.test(text);

const OFFSET = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?$/;

/**
 * The instant at which clocks in `zone` showed a wall-clock time, as text in UTC.
 * @param wall as {@link normalizeTimestamp} gives it
 * @throws FlinkDecodeError when clocks there never showed it or showed it twice
 */
export function wallClockToInstant(wall: string, zone: string): string {
  if (/^(?:UTC|Z|GMT|UT|Etc\/(?:UTC|GMT|UCT|Zulu))$/.test(zone)) return `${wall}Z`;
  const fixed = OFFSET.exec(zone);
  const fraction = /\.\d+$/.exec(wall)?.[0] ?? "";
  const wallMs = Date.parse(`${wall.slice(0, wall.length - fraction.length)}Z`);
  const candidates = fixed ? [wallMs - fixedOffsetMs(fixed)] : instantsShowing(wallMs, zone);
  const [instant] = candidates;
  if (instant === undefined || candidates.length > 1) {
    throw new FlinkDecodeError(
      "TIMESTAMP_LTZ",
      `${wall} in ${zone}`,
      `Clocks there showed it ${candidates.length === 0 ? "never" : "twice"}, and Flink sends instants as local time. Run the session with 'table.local-time-zone' = 'UTC'.`,
    );
  }
  return `${new Date(instant).toISOString().slice(0, 19)}${fraction}Z`;
}

function fixedOffsetMs([, sign, hours, minutes]: RegExpExecArray): number {
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
}

/** Every instant at which clocks in the zone show this wall-clock time: none in a gap, two in an overlap. */
function instantsShowing(wallMs: number, zone: string): readonly number[] {
  const dayMs = 86_400_000;
  const offsets = new Set([zoneOffsetMs(wallMs - dayMs, zone), zoneOffsetMs(wallMs + dayMs, zone)]);
  return [...offsets].map((offset) => wallMs - offset).filter((at) => at + zoneOffsetMs(at, zone) === wallMs);
}

function zoneOffsetMs(instant: number, zone: string): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
}
