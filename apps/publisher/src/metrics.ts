import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { ItemResult } from "./item-result.ts";

/** The publisher's metrics in Prometheus' form. */
export class Metrics {
  readonly registry = new Registry();
  /** `pageviews.produced`: what Kafka has acknowledged. */
  readonly produced = new Counter({
    name: "pageviews_produced_total",
    help: "Page views that all in-sync replicas have acknowledged",
    registers: [this.registry],
  });
  readonly rejected = new Counter({
    name: "pageviews_rejected_total",
    help: "Page views that were not accepted: invalid, rejected by the broker, or to be sent again",
    labelNames: ["reason"],
    registers: [this.registry],
  });
  readonly acknowledgeSeconds = new Histogram({
    name: "pageviews_acknowledge_seconds",
    help: "From handing a request's page views to Kafka to the last acknowledgement",
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10],
    registers: [this.registry],
  });
  readonly requestSeconds = new Histogram({
    name: "http_request_seconds",
    help: "Duration of requests",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10],
    registers: [this.registry],
  });

  /** @param isConnected whether the producer's last contact with Kafka went well */
  constructor(isConnected: () => boolean) {
    const connected: Gauge = new Gauge({
      name: "kafka_producer_connected",
      help: "1 when the last contact with Kafka went well",
      registers: [this.registry],
      collect: () => connected.set(isConnected() ? 1 : 0),
    });
    collectDefaultMetrics({ register: this.registry });
  }

  /** Counts what became of items that were handed to Kafka. */
  count(results: readonly ItemResult[]): void {
    const accepted = results.filter(({ status }) => status === "accepted").length;
    this.produced.inc(accepted);
    if (accepted === results.length) return;
    for (const { status } of results) {
      if (status !== "accepted") this.rejected.inc({ reason: status });
    }
  }
}
