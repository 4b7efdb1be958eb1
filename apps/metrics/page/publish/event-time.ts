import type { CatalogEvent } from "../contract/catalog.ts";

type EventTime = CatalogEvent["event_time"];

/** A time as an event says it: whole seconds, milliseconds, or ISO 8601. */
export function writeEventTime({ unit }: EventTime, timeMs: number): number | string {
  if (unit === "iso") return new Date(timeMs).toISOString();
  return unit === "millis" ? timeMs : Math.floor(timeMs / 1000);
}

/** When an event happened, in milliseconds since the epoch; undefined where it does not say. */
export function readEventTime({ event_time }: CatalogEvent, payload: Payload): number | undefined {
  const value = payload[event_time.attribute];
  const timeMs =
    typeof value === "number"
      ? value * (event_time.unit === "seconds" ? 1000 : 1)
      : Date.parse(String(value));
  return Number.isFinite(timeMs) ? timeMs : undefined;
}

/** An event as it is posted. */
export type Payload = Readonly<Record<string, unknown>>;
