import type { AcknowledgedBatch } from "@millrace/kafka";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { ItemResult } from "../intake/item-result.ts";
import { BoundHistogram, type Series } from "./histogram.ts";
import { addLiveMetrics, type LiveMetric } from "./live-metric.ts";
import { Tallies, type TypeName } from "./tally.ts";

const secondsBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10];

/** The publisher's metrics in Prometheus' form. Counting is adding to plain numbers; the text is made when it is asked for. */
export class Metrics {
  readonly registry = new Registry();
  readonly #tallies = new Tallies();
  readonly #requests = new BoundHistogram(this.registry, {
    name: "http_request_seconds",
    help: "Duration of requests",
    bounds: secondsBounds,
  });
  /** By method and route, then by status. */
  readonly #requestSeries = new Map<string, Map<number | "aborted", Series>>();
  readonly #texts: (() => Promise<string>)[] = [];
  /** From handing a request's events to the store to the last of them being kept. */
  readonly storing: Series = new BoundHistogram(this.registry, {
    name: "events_acknowledge_seconds",
    help: "From handing a request's events to Kafka, or the spool, to the last acknowledgement",
    bounds: secondsBounds,
  }).series();

  readonly #batchRecords: Series = new BoundHistogram(this.registry, {
    name: "kafka_batch_records",
    help: "Records of the batches that Kafka has acknowledged",
    bounds: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000],
  }).series();
  readonly #batchSeconds: Series = new BoundHistogram(this.registry, {
    name: "kafka_batch_seconds",
    help: "From sending a batch to its acknowledgement by all in-sync replicas",
    bounds: secondsBounds,
  }).series();

  /** @param isConnected whether the producer's last contact with Kafka went well */
  constructor(isConnected: () => boolean) {
    this.add([
      ...this.#tallies.metrics(),
      {
        name: "kafka_producer_connected",
        help: "1 when the last contact with Kafka went well",
        kind: "gauge",
        read: () => (isConnected() ? 1 : 0),
      },
    ]);
    // Among them nodejs_eventloop_lag_seconds and its percentiles, memory, and garbage collection.
    collectDefaultMetrics({ register: this.registry });
  }

  /** Notes a batch that Kafka has acknowledged. */
  batch({ records, durationMs }: AcknowledgedBatch): void {
    this.#batchRecords.observe(records);
    this.#batchSeconds.observe(durationMs / 1000);
  }

  /** Adds metrics of another part, which are read when they are asked for. */
  add(metrics: readonly LiveMetric[]): void {
    addLiveMetrics(this.registry, metrics);
  }

  /** Adds metrics that another program has, in Prometheus' text form. @param text never rejects, and ends in bounded time */
  addText(text: () => Promise<string>): void {
    this.#texts.push(text);
  }

  /** Everything as it is now, in Prometheus' text form. */
  async text(): Promise<string> {
    const texts = await Promise.all([this.registry.metrics(), ...this.#texts.map((text) => text())]);
    return texts.join("");
  }

  /** Counts what became of an item; the object of a type is recognised, so let it be the same one. */
  count(type: TypeName, result: ItemResult): void {
    this.#tallies.of(type).add(result);
  }

  /** Counts an item that was not accepted. */
  refuse(type: TypeName, reason: "invalid" | "rejected" | "retry"): void {
    this.#tallies.of(type)[reason] += 1;
  }

  /** Counts invalid events that were to be kept as dead letters: those that are, and those that could not be. */
  deadLetters(domain: string, kept: number, lost: number): void {
    this.#tallies.deadLetters(domain, kept, lost);
  }

  /** Counts spooled events that Kafka has taken since. */
  replayed(topic: string, count = 1): void {
    this.#tallies.replayed(topic, count);
  }

  /** Notes how long a request took. @param route its pattern, so that there are few; status "aborted" where the caller left */
  request(method: string, route: string, status: number | "aborted", seconds: number): void {
    const id = `${method} ${route}`;
    let byStatus = this.#requestSeries.get(id);
    if (byStatus === undefined) this.#requestSeries.set(id, (byStatus = new Map()));
    let series = byStatus.get(status);
    if (series === undefined) {
      series = this.#requests.series({ method, route, status: String(status) });
      byStatus.set(status, series);
    }
    series.observe(seconds);
  }
}
