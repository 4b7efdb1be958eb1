import type { ProducerPort } from "@millrace/kafka";
import { type ItemResult, toItemResult } from "./item-result.ts";
import type { Metrics } from "./metrics.ts";
import { type PageView, parsePageView, toPageViewRecord } from "./page-view.ts";

/** Kafka headers of a request's events. */
export type EventHeaders = Readonly<Record<string, string>>;

/** What an {@link Ingest} works with. */
export interface IngestOptions {
  readonly producer: ProducerPort;
  readonly topic: string;
  readonly metrics: Metrics;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
}

/** Takes page views in: checks them, produces them, says what became of each. */
export class Ingest {
  readonly #options: IngestOptions;
  #schemaId: number | undefined;

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  /** Whether the schema is known, without which nothing can be encoded. */
  get isStarted(): boolean {
    return this.#schemaId !== undefined;
  }

  /** Begins to take page views in, encoded under this schema id. */
  start(schemaId: number): void {
    this.#schemaId = schemaId;
  }

  /**
   * One result an item, in order. When one item is invalid nothing is produced: the list then holds the results of the
   * invalid items, and `undefined` for the others.
   */
  async accept(
    items: readonly unknown[],
    headers?: EventHeaders,
  ): Promise<readonly (ItemResult | undefined)[]> {
    const nowMs = (this.#options.clock ?? Date.now)();
    const parsed = items.map((item) => parsePageView(item, nowMs));
    const pageViews = parsed.flatMap((one) => (one.ok ? [one.pageView] : []));
    if (pageViews.length === items.length) return this.#produce(pageViews, headers);
    this.#options.metrics.rejected.inc({ reason: "invalid" }, items.length - pageViews.length);
    return parsed.map((one) => (one.ok ? undefined : { status: "invalid", problems: one.problems }));
  }

  async #produce(
    pageViews: readonly PageView[],
    headers: EventHeaders | undefined,
  ): Promise<readonly ItemResult[]> {
    const { producer, topic, metrics } = this.#options;
    const schemaId = this.#schemaId;
    if (schemaId === undefined) {
      const reason = "the publisher has not reached Kafka and the schema registry yet";
      return pageViews.map(({ event_id }) => ({ status: "retry", event_id, reason }));
    }
    const place = { topic, schemaId, ...(headers === undefined ? {} : { headers }) };
    const stop = metrics.acknowledgeSeconds.startTimer();
    const deliveries = await producer.send(pageViews.map((pageView) => toPageViewRecord(pageView, place)));
    stop();
    const results = pageViews.map((pageView, at) => toItemResult(pageView, required(deliveries[at])));
    metrics.count(results);
    return results;
  }
}

function required<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Error("the producer answered fewer deliveries than it was given records");
  return value;
}
