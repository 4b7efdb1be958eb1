import type { EventCodec } from "./event-codec.ts";

/** How fast a codec is, in one thread. */
export interface CodecSpeed {
  readonly eventsPerSecond: number;
  /** Checking and encoding one event, in microseconds. */
  readonly parseMicros: number;
  readonly encodeMicros: number;
}

/**
 * Measures parsing and encoding one payload again and again.
 * @param options `events` how many are measured after as many to warm up; default 200,000
 * @throws Error when the payload is not valid
 */
export function measureCodec(
  codec: EventCodec,
  payload: unknown,
  { events = 200_000, nowMs = Date.now() }: { readonly events?: number; readonly nowMs?: number } = {},
): CodecSpeed {
  const parsed = codec.parse(payload, nowMs);
  if (!parsed.ok) throw new Error(`the payload is not valid: ${JSON.stringify(parsed.problems)}`);
  const parse = () => codec.parse(payload, nowMs);
  const encode = () => codec.toRecord(parsed.event, { value: 1, key: 2 });
  const [parseMicros, encodeMicros] = [parse, encode].map((act) => {
    micros(act, events);
    return micros(act, events);
  }) as [number, number];
  return { eventsPerSecond: Math.round(1e6 / (parseMicros + encodeMicros)), parseMicros, encodeMicros };
}

function micros(act: () => unknown, count: number): number {
  const startedAt = performance.now();
  for (let at = 0; at < count; at += 1) act();
  return ((performance.now() - startedAt) * 1000) / count;
}
