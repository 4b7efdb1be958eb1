import type { AuditLog, LiveMetric, Reading } from "@millrace/http";

/** Metrics of who was not let in. */
export function accessMetrics(audit: Pick<AuditLog, "denied">): readonly LiveMetric[] {
  return [
    {
      name: "access_denied_total",
      help: "Requests that were refused because of who sent them, by the code of the answer",
      kind: "counter",
      labelNames: ["code"],
      read: () => [...audit.denied].map(([code, count]): Reading => [{ code }, count]),
    },
  ];
}
