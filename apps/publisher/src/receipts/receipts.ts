import type { Place } from "../delivery/event-store.ts";

/** An event as it is recognised when it comes again. */
export interface EventKey {
  readonly topic: string;
  readonly eventId: string;
}

/** Where an event is, and since when. */
export interface Receipt {
  readonly place: Place;
  /** When it was received first, in milliseconds since the epoch. */
  readonly receivedAtMs: number;
}

/**
 * What is known of an event that is to be taken: nothing (it is new, and under way from now on), its receipt, or that
 * another request brings it at this moment, with what comes of that; undefined where that one is not kept.
 */
export type Claim = "new" | Receipt | Promise<Receipt | undefined>;

/** Which events were taken within the horizon, and where they are. */
export interface Receipts {
  /**
   * Looks events up and takes the unknown ones as under way; every one of those is to be settled. One claim a key, in
   * order; a key that comes twice is under way by the first.
   */
  claim(keys: readonly EventKey[]): readonly Claim[];
  /** Looks events up without claiming them. */
  peek(keys: readonly EventKey[]): readonly (Receipt | undefined)[];
  /**
   * Says what became of claimed events; undefined for one that is not kept and may come again. Resolves when this is
   * written, so that a crash forgets none of it.
   */
  settle(keys: readonly EventKey[], receipts: readonly (Receipt | undefined)[]): Promise<void>;
  /** Says that a spooled event has come to Kafka. */
  moved(key: EventKey, place: Place): void;
  /** Every receipt of an event id, one a topic. */
  find(eventId: string): Promise<readonly Receipt[]>;
}
