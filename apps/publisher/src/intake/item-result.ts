import type { EventProblem } from "@millrace/events";
import type { NotStored, Place } from "../delivery/event-store.ts";

/** Where an event is kept, as it is answered. */
export type AnsweredPlace =
  /** All in-sync replicas have it. */
  | {
      readonly stored_in: "kafka";
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
    }
  /** It is on the publisher's disk, and comes to the topic when Kafka takes it. */
  | { readonly stored_in: "spool"; readonly topic: string };

/** An event that is kept. */
export type AcceptedItem = { readonly status: "accepted"; readonly event_id: string } & AnsweredPlace;

/** An event that was kept before, and where. */
export type DuplicateItem = { readonly status: "duplicate"; readonly event_id: string } & AnsweredPlace;

/** An event that a dry run would take. */
export interface ValidItem {
  readonly status: "valid";
  readonly event_id: string;
  readonly topic: string;
}

/** An event that comes for the second time in one dry run: it would be a duplicate of one that is kept nowhere yet. */
export interface RepeatedItem {
  readonly status: "duplicate";
  readonly event_id: string;
  readonly topic: string;
  readonly stored_in?: never;
}

/** A payload that is not what its type says; nothing of it was sent. */
export interface InvalidItem {
  readonly status: "invalid";
  readonly problems: readonly EventProblem[];
}

/** An event that is not kept: `rejected` would be refused again, `retry` is to be sent again with this id. */
export interface NotStoredItem {
  readonly status: "rejected" | "retry";
  readonly event_id: string;
  readonly code: string;
  readonly reason: string;
}

/** What became of one item of a request. */
export type ItemResult =
  AcceptedItem | DuplicateItem | RepeatedItem | ValidItem | InvalidItem | NotStoredItem;

/** The result of an event that is kept. */
export function keptItem(
  status: "accepted" | "duplicate",
  eventId: string,
  place: Place,
): AcceptedItem | DuplicateItem {
  if (place.in === "spool") return { status, event_id: eventId, stored_in: "spool", topic: place.topic };
  const { topic, partition, offset } = place;
  return { status, event_id: eventId, stored_in: "kafka", topic, partition, offset };
}

/** The result of an event that is not kept. */
export function notStoredItem(eventId: string, { isFinal, code, reason }: NotStored): NotStoredItem {
  return { status: isFinal ? "rejected" : "retry", event_id: eventId, code, reason };
}
