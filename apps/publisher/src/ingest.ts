import type { CheckedEvent, EventCodec, EventHeaders, EventProblem, SchemaIds } from "@millrace/events";
import type { ProducerPort } from "@millrace/kafka";
import type { Door } from "./door.ts";
import type { EventCatalog } from "./event-catalog.ts";
import { type ItemResult, toItemResult } from "./item-result.ts";
import type { Metrics } from "./metrics.ts";

/** What an {@link Ingest} works with. */
export interface IngestOptions {
  readonly producer: ProducerPort;
  readonly catalog: EventCatalog;
  readonly metrics: Metrics;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
}

/** The registry's id of every subject. */
export type SubjectIds = ReadonlyMap<string, number>;

interface Item {
  readonly codec: EventCodec;
  readonly event: CheckedEvent;
}

type CheckedItem =
  | { readonly ok: true; readonly item: Item }
  | { readonly ok: false; readonly type: string; readonly problems: readonly EventProblem[] };

/** Takes events in: checks them, produces them, says what became of each. */
export class Ingest {
  readonly #options: IngestOptions;
  #catalog: EventCatalog;
  #ids: SubjectIds | undefined;

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
    this.#catalog = catalog;
    this.#ids = ids;
  }

  /**
   * One result an item, in order. When one item is invalid nothing is produced: the list then holds the results of the
   * invalid items, and `undefined` for the others.
   */
  async accept(
    items: readonly unknown[],
    door: Door,
    headers?: EventHeaders,
  ): Promise<readonly (ItemResult | undefined)[]> {
    const nowMs = (this.#options.clock ?? Date.now)();
    const checked = items.map((item) => check(item, door, nowMs));
    const valid = checked.flatMap((one) => (one.ok ? [one.item] : []));
    if (valid.length === items.length) return this.#produce(valid, headers);
    for (const one of checked)
      if (!one.ok) this.#options.metrics.refuse({ domain: door.domain, name: one.type }, "invalid");
    return checked.map((one) => (one.ok ? undefined : { status: "invalid", problems: one.problems }));
  }

  async #produce(items: readonly Item[], headers: EventHeaders | undefined): Promise<readonly ItemResult[]> {
    const { producer, metrics } = this.#options;
    const ids = this.#ids;
    if (ids === undefined) {
      const reason = "the publisher has not reached Kafka and the schema registry yet";
      return items.map(({ event }) => toItemResult(event, { status: "retry", reason }));
    }
    const records = items.map(({ codec, event }) => codec.toRecord(event, idsOf(codec, ids), headers));
    const stop = metrics.acknowledgeSeconds.startTimer();
    const deliveries = await producer.send(records);
    stop();
    const results = items.map(({ event }, at) => toItemResult(event, required(deliveries[at])));
    metrics.count(
      items.map(({ codec }) => codec.plan),
      results,
    );
    return results;
  }
}

function check(item: unknown, door: Door, nowMs: number): CheckedItem {
  const choice = door.choose(item);
  if (!choice.ok) return { ok: false, type: "unknown", problems: choice.problems };
  const { codec } = choice;
  const parsed = codec.parse(item, nowMs);
  return parsed.ok
    ? { ok: true, item: { codec, event: parsed.event } }
    : { ok: false, type: codec.plan.name, problems: parsed.problems };
}

function idsOf({ plan: { subject, key } }: EventCodec, ids: SubjectIds): SchemaIds {
  const value = required(ids.get(subject));
  return key.format === "avro" ? { value, key: required(ids.get(key.subject)) } : { value };
}

/** @throws Error where the producer or the registry has answered less than it was asked */
function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("an answer is missing: a delivery of a record, or a subject's id");
  return value;
}
