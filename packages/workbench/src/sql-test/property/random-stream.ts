import fc from "fast-check";
import type { EventType } from "@millrace/domain";
import type { Property } from "./property.ts";

/** One event of a random stream, before it is completed to a row. */
export interface RandomEvent {
  readonly atMs: number;
  /** Attributes by name; those that do not vary are missing. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly times: number;
}

/** Streams begin here; any day would do. */
export const streamStartMs = Date.UTC(2021, 0, 4, 12);

/** How finely lateness is drawn. */
const fractions = 1000;

interface Draw {
  readonly gapMs: number;
  readonly fate: number;
  readonly fraction: number;
  readonly copy: number;
  readonly choices: readonly number[];
}

/**
 * Random streams: time goes on in random steps; some events are behind others, some behind the watermark, some come twice.
 * Everything shrinks to fewer events in order, of the first values.
 */
export function randomStreams(property: Property): fc.Arbitrary<readonly RandomEvent[]> {
  const { spanMs, events, vary } = property;
  const percent = fc.integer({ min: 0, max: 99 });
  const draw: fc.Arbitrary<Draw> = fc.record({
    gapMs: fc.integer({ min: 0, max: Math.ceil((2 * spanMs) / events) }),
    fate: percent,
    fraction: fc.integer({ min: 0, max: fractions }),
    copy: percent,
    choices: fc.tuple(...Object.values(vary).map((values) => fc.integer({ min: 0, max: values.length - 1 }))),
  });
  return fc
    .array(draw, { minLength: 1, maxLength: events, size: "max" })
    .map((draws) => toEvents(draws, property));
}

function toEvents(draws: readonly Draw[], property: Property): readonly RandomEvent[] {
  const { vary, duplicates, event } = property;
  const unitMs = timeUnitMs(event);
  let reachedMs = streamStartMs;
  return draws.map(({ gapMs, fate, fraction, copy, choices }) => {
    reachedMs += gapMs;
    const atMs = reachedMs - backMs(fate, fraction / fractions, property);
    return {
      atMs: Math.floor(atMs / unitMs) * unitMs,
      values: Object.fromEntries(
        Object.entries(vary).map(([name, values], index) => [name, values[choices[index] ?? 0]]),
      ),
      times: copy >= 100 - duplicates ? 2 : 1,
    };
  });
}

/** How far an event is behind the newest one; a high fate is a rare one, so that shrinking leads to order. */
function backMs(fate: number, fraction: number, { late, outOfOrder, spanMs, event }: Property): number {
  const behindMs = event.eventTime.delayMs + event.eventTime.graceMs;
  if (fate >= 100 - late) return Math.round(behindMs + fraction * (spanMs / 4));
  if (fate >= 100 - late - outOfOrder) return Math.round(fraction * Math.max(behindMs, spanMs / 20));
  return 0;
}

/** A door that takes seconds cannot be sent milliseconds. */
function timeUnitMs({ columns, eventTime }: EventType): number {
  const type = columns.find(({ name }) => name === eventTime.column)?.type;
  return type?.kind === "timestamp" && type.unit === "seconds" ? 1000 : 1;
}
