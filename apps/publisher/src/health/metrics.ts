import type { AcknowledgedBatch } from "@millrace/kafka";
import { BoundHistogram, secondsBounds, type Series, ServiceMetrics } from "@millrace/http";
import type { ItemResult } from "../intake/item-result.ts";
import { Tallies, type TypeName } from "./tally.ts";

/** The publisher's metrics in Prometheus' form. Counting is adding to plain numbers; the text is made when it is asked for. */
export class Metrics extends ServiceMetrics {
  readonly #tallies = new Tallies();
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
    super();
    this.add([
      ...this.#tallies.metrics(),
      {
        name: "kafka_producer_connected",
        help: "1 when the last contact with Kafka went well",
        kind: "gauge",
        read: () => (isConnected() ? 1 : 0),
      },
    ]);
  }

  /** Notes a batch that Kafka has acknowledged. */
  batch({ records, durationMs }: AcknowledgedBatch): void {
    this.#batchRecords.observe(records);
    this.#batchSeconds.observe(durationMs / 1000);
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
}
