import fc from "fast-check";
import type { EventStream } from "@millrace/domain";
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

/** Places in time and lateness are drawn so coarsely: a failing stream becomes small in few steps, and times meet windows' ends. */
const steps = 480;

/** How an event comes, and how far behind, from 0 to {@link steps}. */
interface Fate {
  readonly kind: "in order" | "out of order" | "late";
  readonly behind: number;
}

interface Draw {
  /** Where in the stream's span, from 0 to {@link steps}. */
  readonly place: number;
  readonly fate: Fate;
  readonly times: number;
  readonly choices: readonly number[];
}

/**
 * Random streams: time goes on at random; some events are behind others, some behind the watermark, some come twice. Everything
 * shrinks to fewer events in order, of the first values; an event that is left out moves no other.
 */
export function randomStreams(property: Property): fc.Arbitrary<readonly RandomEvent[]> {
  const { events, vary, duplicates } = property;
  const draw: fc.Arbitrary<Draw> = fc.record({
    place: fc.integer({ min: 0, max: steps }),
    fate: fates(property),
    times: fc.oneof(
      { withCrossShrink: true },
      { weight: 100 - duplicates, arbitrary: fc.constant(1) },
      { weight: duplicates, arbitrary: fc.constant(2) },
    ),
    choices: fc.tuple(...Object.values(vary).map((values) => fc.integer({ min: 0, max: values.length - 1 }))),
  });
  return fc
    .array(draw, { minLength: 1, maxLength: events, size: "max" })
    .map((draws) => toEvents(draws, property));
}

function fates({ late, outOfOrder }: Property): fc.Arbitrary<Fate> {
  const behind = fc.integer({ min: 0, max: steps });
  const disordered = Math.min(outOfOrder, 100 - late);
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 100 - late - disordered, arbitrary: fc.constant<Fate>({ kind: "in order", behind: 0 }) },
    { weight: disordered, arbitrary: behind.map((behind): Fate => ({ kind: "out of order", behind })) },
    { weight: late, arbitrary: behind.map((behind): Fate => ({ kind: "late", behind })) },
  );
}

function toEvents(draws: readonly Draw[], property: Property): readonly RandomEvent[] {
  const { vary, event, spanMs } = property;
  const unitMs = timeUnitMs(event);
  const inOrder = draws.toSorted((a, b) => a.place - b.place);
  return inOrder.map(({ place, fate, times, choices }) => ({
    atMs: floorTo(streamStartMs + (place / steps) * spanMs - backMs(fate, property), unitMs),
    values: Object.fromEntries(
      Object.entries(vary).map(([name, values], index) => [name, values[choices[index] ?? 0]]),
    ),
    times,
  }));
}

/** How far an event is behind the newest one: a late one at least as far as the watermark. */
function backMs({ kind, behind }: Fate, { spanMs, event }: Property): number {
  const watermarkMs = event.eventTime.delayMs + event.eventTime.graceMs;
  if (kind === "in order") return 0;
  const farMs = kind === "late" ? spanMs / 4 : Math.max(watermarkMs, spanMs / 20);
  return Math.round((behind / steps) * farMs) + (kind === "late" ? watermarkMs : 0);
}

/** A door that takes seconds cannot be sent milliseconds. */
function timeUnitMs({ columns, eventTime }: EventStream): number {
  const type = columns.find(({ name }) => name === eventTime.column)?.type;
  return type?.kind === "timestamp" && type.unit === "seconds" ? 1000 : 1;
}

function floorTo(ms: number, unitMs: number): number {
  return Math.floor(ms / unitMs) * unitMs;
}
