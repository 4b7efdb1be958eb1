import type { CatalogDomain } from "../contract/catalog.ts";
import { type Payload, writeEventTime } from "./event-time.ts";
import { walkJourney } from "./walk-journey.ts";

/** One event of a session: where it is posted, and how long after the one before. */
export interface SessionStep {
  readonly name: string;
  readonly path: string;
  readonly payload: Payload;
}

/** So many events at most make a session. */
const mostSteps = 12;

/** Who plays a session, and when. */
export interface SessionOptions {
  /** Tells this session's user from others; small, so that it fits any number. */
  readonly userNumber: number;
  /** When the nth event happens, in milliseconds since the epoch. */
  readonly timeOf: (index: number) => number;
  /** 0 to 1, one each time it is asked. */
  readonly random: () => number;
}

/**
 * What one new user does in a domain: one of its journeys, or an event of each type where it has none, and three
 * where there is only one type. All events carry the
 * same user.
 */
export function userSession(
  { events, journeys = [] }: Pick<CatalogDomain, "events" | "journeys">,
  { userNumber, timeOf, random }: SessionOptions,
): readonly SessionStep[] {
  const walk = walkJourney(journeys, random, mostSteps);
  const alone = events.length === 1 ? [...events, ...events, ...events] : events;
  const names = walk.length > 0 ? walk : alone.map(({ name }) => name);
  const found = names.flatMap((name) => events.filter((event) => event.name === name));
  return found.slice(0, mostSteps).map((event, index) => {
    const { example, id_attribute, event_time } = event;
    const payload = Object.fromEntries(
      Object.entries(example)
        .filter(([attribute]) => attribute !== id_attribute)
        .map(([attribute, value]) => [attribute, ofUser(attribute, value, userNumber)]),
    );
    const time = { [event_time.attribute]: writeEventTime(event_time, timeOf(index)) };
    return { name: event.name, path: event.path, payload: { ...payload, ...time } };
  });
}

function ofUser(attribute: string, value: unknown, userNumber: number): unknown {
  if (!/^(user|session|viewer|customer)_id$/.test(attribute)) return value;
  return typeof value === "number" ? userNumber : `${attribute.replace(/_id$/, "")}-${userNumber}`;
}
