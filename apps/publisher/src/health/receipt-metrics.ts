import type { LiveMetric } from "@millrace/http";
import type { ReceiptFacts } from "../receipts/indexed-receipts.ts";

/** Metrics of what is remembered of events. */
export function receiptMetrics(facts: () => ReceiptFacts): readonly LiveMetric[] {
  return [
    metric(
      "gauge",
      "receipts_events",
      "Events that are recognised when they come again",
      () => facts().events,
    ),
    metric(
      "gauge",
      "receipts_horizon_seconds",
      "For how long events are remembered at present: less than what is set when more come than are remembered",
      () => facts().horizonSeconds,
    ),
    metric("gauge", "receipts_memory_bytes", "What the index takes", () => facts().memoryBytes),
    metric("gauge", "receipts_disk_bytes", "What the log takes", () => facts().diskBytes),
    metric("counter", "receipts_lookups_total", "Events that were looked up", () => facts().lookups),
    metric("counter", "receipts_hits_total", "Events that were known", () => facts().hits),
    metric(
      "counter",
      "receipts_failures_total",
      "Blocks that could not be written or read: the events in them may be taken twice",
      () => facts().failures,
    ),
  ];
}

function metric(kind: LiveMetric["kind"], name: string, help: string, read: () => number): LiveMetric {
  return { name, help, kind, read };
}
