import type { Place } from "../delivery/event-store.ts";
import type { EventKey, Receipt } from "./receipts.ts";

interface Waiter {
  readonly promise: Promise<Receipt | undefined>;
  readonly resolve: (receipt: Receipt | undefined) => void;
}

const gone: EventKey = { topic: "", eventId: "" };

/** Events that were claimed together and are not settled yet. Their entries in the ring stand one after the other. */
export class ClaimedTogether {
  /** Names them in the ring: above 0. */
  readonly id: number;
  /** How many entries were added before the first of these. */
  readonly first: number;
  readonly keys: EventKey[] = [];
  #settled = 0;
  #waiters: Map<number, Waiter> | undefined;
  #moved: Map<number, Place> | undefined;

  constructor(id: number, first: number) {
    this.id = id;
    this.first = first;
  }

  /** What comes of one of them. One promise for all who wait, and none where nobody does. */
  outcome(at: number): Promise<Receipt | undefined> {
    this.#waiters ??= new Map();
    let waiter = this.#waiters.get(at);
    if (waiter === undefined) this.#waiters.set(at, (waiter = toWaiter()));
    return waiter.promise;
  }

  /** Whether nothing is left of them. */
  get isSettled(): boolean {
    return this.#settled === this.keys.length;
  }

  /** Tells those who wait for one of them. */
  settle(at: number, receipt: Receipt | undefined): void {
    this.#settled += 1;
    this.keys[at] = gone;
    this.#waiters?.get(at)?.resolve(receipt);
  }

  /** One of them came to Kafka before it was settled as spooled. */
  move(at: number, place: Place): void {
    this.#moved ??= new Map();
    this.#moved.set(at, place);
  }

  /** Where one of them is, given where it was when it was stored. */
  placed(at: number, receipt: Receipt): Receipt {
    const place = this.#moved?.get(at);
    return place === undefined ? receipt : { ...receipt, place };
  }
}

/** All events that are claimed and not settled. */
export class UnderWay {
  readonly #claims = new Map<number, ClaimedTogether>();
  #lastId = 0;
  #events = 0;

  /** How many events. */
  get events(): number {
    return this.#events;
  }

  /** Begins to claim. @param first how many entries the ring was ever given */
  begin(first: number): ClaimedTogether {
    this.#lastId += 1;
    const claimed = new ClaimedTogether(this.#lastId, first);
    this.#claims.set(claimed.id, claimed);
    return claimed;
  }

  /** Nothing more is claimed with these. */
  end(claimed: ClaimedTogether): void {
    this.#events += claimed.keys.length;
    if (claimed.keys.length === 0) this.#claims.delete(claimed.id);
  }

  get(id: number): ClaimedTogether | undefined {
    return this.#claims.get(id);
  }

  settle(claimed: ClaimedTogether, at: number, receipt: Receipt | undefined): void {
    claimed.settle(at, receipt);
    this.#events -= 1;
    if (claimed.isSettled) this.#claims.delete(claimed.id);
  }

  /** Goes through everything: for events whose entry was pushed out of the ring. */
  search({
    topic,
    eventId,
  }: EventKey): { readonly claimed: ClaimedTogether; readonly at: number } | undefined {
    for (const claimed of this.#claims.values()) {
      const at = claimed.keys.findIndex((key) => key.eventId === eventId && key.topic === topic);
      if (at !== -1) return { claimed, at };
    }
    return undefined;
  }
}

function toWaiter(): Waiter {
  let resolve: Waiter["resolve"] = () => {};
  const promise = new Promise<Receipt | undefined>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
