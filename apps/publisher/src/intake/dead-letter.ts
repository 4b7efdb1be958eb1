import type { EventPlan } from "@millrace/domain";
import type { EventHeaders, EventProblem, RequestFacts } from "@millrace/events";
import type { EventRecord } from "../delivery/event-store.ts";
import { deadLetterReason } from "./dead-letter-reason.ts";

/** Why a record is a dead letter, in words that hold nothing of what it says. */
export interface DeadLetterFacts {
  readonly reason: string;
  /** Stable, for programs: INVALID_EVENT, KAFKA_RECORD_REFUSED. */
  readonly code: string;
  /** Where it came in, or what gave it up: `/api/events/shop/purchase`, `spool`. */
  readonly origin: string;
  /** When it became one, in milliseconds since the epoch. */
  readonly timeMs: number;
  readonly eventId: string;
  readonly correlationId?: string;
  /** Where it was meant to go, where that is known. */
  readonly originalTopic?: string;
}

/** The Kafka headers of a dead letter. */
export function deadLetterHeaders(facts: DeadLetterFacts): EventHeaders {
  const { reason, code, origin, timeMs, eventId, correlationId, originalTopic } = facts;
  return {
    "dead-letter-reason": reason.slice(0, 1_000),
    "dead-letter-code": code,
    "dead-letter-origin": origin,
    "dead-letter-time": String(timeMs),
    "event-id": eventId,
    ...(correlationId === undefined ? {} : { "correlation-id": correlationId }),
    ...(originalTopic === undefined ? {} : { "original-topic": originalTopic }),
  };
}

/** An item of a request that is no event. */
export interface InvalidOriginal {
  /** The bytes as they were posted. */
  readonly original: Buffer;
  /** What they say; undefined where they are no JSON. */
  readonly value: unknown;
  readonly problems: readonly EventProblem[];
  /** `INVALID_EVENT`, `INVALID_PAGE_VIEW`, `MALFORMED_JSON` */
  readonly code: string;
  readonly domain: string;
  /** Its type, where that is known. */
  readonly event: EventPlan | undefined;
}

/** Where a domain's invalid events are kept; undefined where they are not. */
export function invalidTopic(events: readonly EventPlan[], domain: string): string | undefined {
  const event = events.find((each) => each.domain === domain);
  return event?.keepsInvalid === true ? event.deadLetterTopic : undefined;
}

/**
 * The record that keeps an invalid item for those who look into it. Its bytes are as they were posted: nothing in them is
 * masked, as it is not known what they are.
 * @param topic what {@link invalidTopic} says
 */
export function invalidRecord(
  { original, value, problems, code, domain, event }: InvalidOriginal,
  {
    topic,
    request,
    newId,
  }: { readonly topic: string; readonly request: RequestFacts; readonly newId: () => string },
): EventRecord {
  const eventId = idIn(value, event) ?? newId();
  const headers = deadLetterHeaders({
    reason: deadLetterReason(problems, event),
    code,
    origin: event?.path ?? `/api/events/${domain}`,
    timeMs: request.receivedAtMs,
    eventId,
    correlationId: request.correlationId,
    ...(event === undefined ? {} : { originalTopic: event.topic }),
  });
  const timestampMs = request.receivedAtMs;
  return { topic, key: null, value: original, timestampMs, headers, eventId, deadLetterTopic: topic };
}

const plainId = /^[\x21-\x7e]{1,128}$/;

/** The id that the caller gave, where it is one at all. */
function idIn(value: unknown, event: EventPlan | undefined): string | undefined {
  const attribute = event?.idAttribute;
  if (attribute === undefined || typeof value !== "object" || value === null) return undefined;
  if (!Object.hasOwn(value, attribute)) return undefined;
  const id = (value as Readonly<Record<string, unknown>>)[attribute];
  return typeof id === "string" && plainId.test(id) ? id : undefined;
}
