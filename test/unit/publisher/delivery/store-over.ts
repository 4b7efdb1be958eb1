import { silentLog } from "@millrace/common";
import type { EventRecord, Place } from "../../../../apps/publisher/src/delivery/event-store.ts";
import { expect } from "vitest";
import {
  SpoolingStore,
  type SpoolingStoreOptions,
} from "../../../../apps/publisher/src/delivery/spooling-store.ts";
import type { SwitchedKafka } from "./switched-kafka.ts";

/** A record to be kept, with a text as its id and value. */
export function recordOf(text: string, topic = "orders"): EventRecord {
  return {
    topic,
    key: Buffer.from("key"),
    value: Buffer.from(text),
    timestampMs: 1_611_662_684_000,
    headers: { "correlation-id": "c-1" },
    eventId: text,
    deadLetterTopic: "dead",
  };
}

/** What a store has told of replayed records. */
export type Moves = (readonly [eventId: string, place: Place])[];

/** Opens a store that tries Kafka without long pauses. */
export async function openStore(
  kafka: SwitchedKafka,
  folder: string,
  options: Partial<SpoolingStoreOptions> = {},
): Promise<{ readonly store: SpoolingStore; readonly moves: Moves }> {
  const moves: Moves = [];
  const store = await SpoolingStore.open({
    folder,
    producer: kafka,
    maxBytes: 1_000_000,
    log: silentLog,
    onReplayed: ({ eventId }, place) => moves.push([eventId, place]),
    pauses: { firstMs: 1, mostMs: 2 },
    topicPatienceMs: 0,
    ...options,
  });
  return { store, moves };
}

/** Waits until events go to Kafka. */
export async function untilClosed(store: SpoolingStore): Promise<void> {
  await expect.poll(() => store.facts.circuit, { interval: 2 }).toBe("closed");
}
