import type { CatalogDomain } from "../contract/catalog.ts";
import { type Payload, writeEventTime } from "./event-time.ts";

/** One event of a session: where it is posted, and how long after the one before. */
export interface SessionStep {
  readonly name: string;
  readonly path: string;
  readonly payload: Payload;
}

/** So many events at most make a session. */
const mostSteps = 12;

/**
 * What one new user does in a domain: an event of each type, in the domain's order, twice where there is only one type. All
 * carry a user of their own.
 * @param userNumber tells this session's user from others; small, so that it fits any number
 * @param timeOf when the nth event happens, in milliseconds since the epoch
 */
export function userSession(
  { events }: Pick<CatalogDomain, "events">,
  userNumber: number,
  timeOf: (index: number) => number,
): readonly SessionStep[] {
  const walk = events.length === 1 ? [...events, ...events, ...events] : events;
  return walk.slice(0, mostSteps).map((event, index) => {
    const { example, id_attribute, event_time } = event;
    const payload = Object.fromEntries(
      Object.keys(example)
        .filter((attribute) => attribute !== id_attribute)
        .map((attribute) => [attribute, ofUser(attribute, example[attribute], userNumber)]),
    );
    const time = { [event_time.attribute]: writeEventTime(event_time, timeOf(index)) };
    return { name: event.name, path: event.path, payload: { ...payload, ...time } };
  });
}

function ofUser(attribute: string, value: unknown, userNumber: number): unknown {
  if (!/^(user|session|viewer|customer)_id$/.test(attribute)) return value;
  return typeof value === "number" ? userNumber : `${attribute.replace(/_id$/, "")}-${userNumber}`;
}
