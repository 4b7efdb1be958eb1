import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { ItemResult } from "./item-result.ts";
import { pageViewType } from "./page-views.ts";

/** A type of event, as the metrics' labels name it. */
interface TypeName {
  readonly domain: string;
  readonly name: string;
}

/** The publisher's metrics in Prometheus' form. */
export class Metrics {
  readonly registry = new Registry();
  readonly #produced = new Counter({
    name: "events_produced_total",
    help: "Events that all in-sync replicas have acknowledged",
    labelNames: ["domain", "type"],
    registers: [this.registry],
  });
  readonly #refused = new Counter({
    name: "events_rejected_total",
    help: "Events that were not accepted: invalid, rejected by the broker, or to be sent again",
    labelNames: ["domain", "type", "reason"],
    registers: [this.registry],
  });
  /** `pageviews.produced`: what Kafka has acknowledged. */
  readonly #pageViewsProduced = new Counter({
    name: "pageviews_produced_total",
    help: "Page views that all in-sync replicas have acknowledged",
    registers: [this.registry],
  });
  readonly #pageViewsRefused = new Counter({
    name: "pageviews_rejected_total",
    help: "Page views that were not accepted: invalid, rejected by the broker, or to be sent again",
    labelNames: ["reason"],
    registers: [this.registry],
  });
  readonly acknowledgeSeconds = new Histogram({
    name: "events_acknowledge_seconds",
    help: "From handing a request's events to Kafka to the last acknowledgement",
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

  /** Counts what became of items that were handed to Kafka, with the type of each. */
  count(types: readonly TypeName[], results: readonly ItemResult[]): void {
    const accepted = new Map<TypeName, number>();
    results.forEach(({ status }, at) => {
      const type = types[at];
      if (type === undefined) return;
      if (status === "accepted") accepted.set(type, (accepted.get(type) ?? 0) + 1);
      else this.refuse(type, status);
    });
    for (const [type, count] of accepted) {
      this.#produced.inc({ domain: type.domain, type: type.name }, count);
      if (isPageView(type)) this.#pageViewsProduced.inc(count);
    }
  }

  /** Counts an item that was not accepted. */
  refuse(type: TypeName, reason: Exclude<ItemResult["status"], "accepted">): void {
    this.#refused.inc({ domain: type.domain, type: type.name, reason });
    if (isPageView(type)) this.#pageViewsRefused.inc({ reason });
  }
}

function isPageView({ domain, name }: TypeName): boolean {
  return domain === pageViewType.domain && name === pageViewType.name;
}
