import type { LiveMetric, Reading } from "@millrace/http";
import type { DeliveryFacts } from "../delivery/spooling-store.ts";

const states = ["closed", "half-open", "open"] as const;

/** Metrics of the way to Kafka. */
export function deliveryMetrics(facts: () => DeliveryFacts): readonly LiveMetric[] {
  return [
    gauge("spool_events", "Events on the disk that wait for Kafka", () => facts().events),
    gauge(
      "spool_bytes",
      "What the spool holds, with what was replayed and is not removed yet",
      () => facts().bytes,
    ),
    gauge("spool_max_bytes", "What the spool may hold", () => facts().maxBytes),
    gauge(
      "spool_oldest_age_seconds",
      "How long the oldest event has waited",
      () => facts().oldestAgeMs / 1000,
    ),
    gauge("spool_writable", "1 while the spool can be written", () => (facts().fault === undefined ? 1 : 0)),
    gauge(
      "spool_parked_events",
      "Events that neither their topic nor their dead letter topic takes",
      () => facts().parkedEvents,
    ),
    {
      name: "kafka_circuit",
      help: "1 for the circuit's state: closed (events go to Kafka), half-open (it is tried), open (they are spooled)",
      kind: "gauge",
      labelNames: ["state"],
      read: () => states.map((state): Reading => [{ state }, facts().circuit === state ? 1 : 0]),
    },
  ];
}

function gauge(name: string, help: string, read: () => number): LiveMetric {
  return { name, help, kind: "gauge", read };
}
