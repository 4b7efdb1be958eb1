import { randomUUID } from "node:crypto";
import type { EventCodec, RequestFacts, SchemaIds } from "@millrace/events";
import type { EventRecord, EventStore, Stored } from "../delivery/event-store.ts";
import type { Door } from "../catalog/door.ts";
import type { EventCatalog } from "../catalog/event-catalog.ts";
import type { Metrics } from "../health/metrics.ts";
import type { Receipt, Receipts } from "../receipts/receipts.ts";
import { type CheckedItem, checkItems, type FaultyItem } from "./check-items.ts";
import { invalidRecord, invalidTopic } from "./dead-letter.ts";
import { type ItemResult, keptItem, notStoredItem } from "./item-result.ts";
import type { Portion } from "./portion.ts";
import { idsOf, recorder, type SubjectIds } from "./recorder.ts";

/** What an {@link Ingest} works with. */
export interface IngestOptions {
  readonly store: EventStore;
  readonly receipts: Receipts;
  readonly catalog: EventCatalog;
  readonly metrics: Metrics;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
}

/** The request that items come with. */
export interface IngestContext {
  readonly request: RequestFacts;
  /** A well-formed W3C trace context, passed on. */
  readonly traceparent?: string;
  /** Makes the id of an event that comes without one. Default: random UUIDs. @param at its place in the portion */
  readonly newId?: (at: number) => string;
  /** Whether items are only checked, and nothing is kept. Default: false. */
  readonly isDryRun?: boolean;
  /** Of a dry run: the events that its earlier portions held. Default: there were none. */
  readonly seen?: Set<string>;
}

/** Takes events in: checks them, keeps those that are new, says what became of each. */
export class Ingest {
  readonly #options: IngestOptions;
  #catalog: EventCatalog;
  /** Of the codecs of every catalog that was served: requests under way are written with the schema that they came for. */
  readonly #ids = new WeakMap<EventCodec, SchemaIds>();

  constructor(options: IngestOptions) {
    this.#options = options;
    this.#catalog = options.catalog;
  }

  /** What is taken. */
  get catalog(): EventCatalog {
    return this.#catalog;
  }

  /** Takes what a catalog says from now on; without it nothing can be encoded. @param ids of all its subjects */
  serve(catalog: EventCatalog, ids: SubjectIds): void {
    for (const codec of catalog.codecs) this.#ids.set(codec, idsOf(codec, ids));
    this.#catalog = catalog;
  }

  /** One result an item, in order: an invalid one does not hinder the others. */
  async accept(portion: Portion, door: Door, context: IngestContext): Promise<readonly ItemResult[]> {
    const nowMs = (this.#options.clock ?? Date.now)();
    const { request, newId, isDryRun = false } = context;
    const { valid, faulty } = checkItems(portion, door, { nowMs, request, newId });
    const results = Array.from<ItemResult>({ length: portion.items.length });
    for (const { at, codec, problems } of faulty) {
      results[at] = { status: "invalid", problems };
      this.#options.metrics.refuse(codec?.plan ?? { domain: door.domain, name: "unknown" }, "invalid");
    }
    if (isDryRun) {
      this.#wouldKeep(valid, { results, seen: context.seen ?? new Set() });
      return results;
    }
    await Promise.all([
      this.#bury(faulty, { portion, door, context }),
      valid.length > 0 ? this.#keep(valid, { context, results }) : undefined,
    ]);
    return results;
  }

  /** Keeps invalid items as dead letters, where their domain says so. */
  async #bury(
    faulty: readonly FaultyItem[],
    {
      portion,
      door: { domain, words },
      context: { request },
    }: { readonly portion: Portion; readonly door: Door; readonly context: IngestContext },
  ): Promise<void> {
    const topic = faulty.length === 0 ? undefined : invalidTopic(this.#catalog.events, domain);
    if (topic === undefined) return;
    const records = faulty.map(({ at, codec, value, problems }) => {
      const code = portion.items[at]?.ok === false ? "MALFORMED_JSON" : words.code;
      const original = portion.original(at);
      return invalidRecord(
        { original, value, problems, code, domain, event: codec?.plan },
        { topic, request, newId: randomUUID },
      );
    });
    const stored = await this.#options.store.store(records);
    const kept = stored.filter((each) => each.in !== "none").length;
    this.#options.metrics.deadLetters(domain, kept, records.length - kept);
  }

  #wouldKeep(
    items: readonly CheckedItem[],
    { results, seen }: { readonly results: ItemResult[]; readonly seen: Set<string> },
  ): void {
    const known = this.#options.receipts.peek(items.map(keyOf));
    items.forEach(({ at, codec, id }, index) => {
      const receipt = known[index];
      const { topic } = codec.plan;
      const name = `${topic} ${id}`;
      if (receipt !== undefined) results[at] = keptItem("duplicate", id, receipt.place);
      else if (seen.has(name)) results[at] = { status: "duplicate", event_id: id, topic };
      else results[at] = { status: "valid", event_id: id, topic };
      seen.add(name);
    });
    this.#count(items, results);
  }

  async #keep(
    items: readonly CheckedItem[],
    { context, results }: { readonly context: IngestContext; readonly results: ItemResult[] },
  ): Promise<void> {
    if (!items.every(({ codec }) => this.#ids.has(codec))) {
      for (const { at, id } of items) results[at] = notStoredItem(id, notReached);
      return;
    }
    const records = items.map(recorder(this.#ids, context));
    const claims = this.#options.receipts.claim(records);
    const fresh: number[] = [];
    const underWay: Promise<void>[] = [];
    for (let index = 0; index < items.length; index += 1) {
      const claim = claims[index];
      const { at, id } = items[index] as CheckedItem;
      if (claim === "new" || claim === undefined) fresh.push(index);
      else if (claim instanceof Promise)
        underWay.push(claim.then((receipt) => void (results[at] = resultOf(id, receipt))));
      else results[at] = resultOf(id, claim);
    }
    const isAllNew = fresh.length === items.length;
    await this.#store(isAllNew ? items : fresh.map((index) => items[index] as CheckedItem), {
      records: isAllNew ? records : fresh.map((index) => records[index] as EventRecord),
      results,
      context,
    });
    if (underWay.length > 0) await Promise.all(underWay);
    this.#count(items, results);
  }

  #count(items: readonly CheckedItem[], results: readonly ItemResult[]): void {
    for (const { at, codec } of items) this.#options.metrics.count(codec.plan, results[at] as ItemResult);
  }

  /** Keeps what is new, and remembers where before anybody is told. */
  async #store(
    items: readonly CheckedItem[],
    {
      records,
      results,
      context,
    }: {
      readonly records: readonly EventRecord[];
      readonly results: ItemResult[];
      readonly context: IngestContext;
    },
  ): Promise<void> {
    if (items.length === 0) return;
    const { store, receipts, metrics } = this.#options;
    const { receivedAtMs } = context.request;
    const startedAt = performance.now();
    let kept: readonly Stored[] = [];
    try {
      kept = await store.store(records);
    } finally {
      metrics.storing.observe((performance.now() - startedAt) / 1000);
      await receipts.settle(
        records,
        records.map((_, index) => receiptOf(kept[index], receivedAtMs)),
      );
    }
    items.forEach(({ at, id }, index) => {
      const stored = required(kept[index]);
      results[at] = stored.in === "none" ? notStoredItem(id, stored) : keptItem("accepted", id, stored);
    });
  }
}

const notReached = {
  in: "none",
  isFinal: false,
  code: "STARTING",
  reason: "the publisher has not reached Kafka and the schema registry yet",
} as const;

const broughtByAnother = {
  in: "none",
  isFinal: false,
  code: "NOT_KEPT",
  reason: "another request brought the same event at this moment, and it was not kept",
} as const;

function keyOf({ codec, id }: CheckedItem) {
  return { topic: codec.plan.topic, eventId: id };
}

function resultOf(id: string, receipt: Receipt | undefined): ItemResult {
  return receipt === undefined
    ? notStoredItem(id, broughtByAnother)
    : keptItem("duplicate", id, receipt.place);
}

function receiptOf(stored: Stored | undefined, receivedAtMs: number): Receipt | undefined {
  return stored === undefined || stored.in === "none" ? undefined : { place: stored, receivedAtMs };
}

/** @throws Error where the store has answered less than it was asked */
function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the store has not said what became of a record");
  return value;
}
