import type { LiveMetric, Reading } from "@millrace/http";
import type { DomainReport, PipelineReport } from "./report.ts";

/** The lags and counts of the newest look at the pipeline, in Prometheus' form; what is not known has no series. */
export function pipelineMetrics(report: () => PipelineReport): readonly LiveMetric[] {
  const perDomain = (
    name: string,
    help: string,
    valueOf: (domain: DomainReport) => number | null,
  ): LiveMetric => ({
    name,
    help,
    kind: "gauge",
    labelNames: ["domain"],
    read: () =>
      report().domains.flatMap((domain): Reading[] => {
        const value = valueOf(domain);
        return value === null ? [] : [[{ domain: domain.name }, value]];
      }),
  });
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);
  return [
    perDomain(
      "pipeline_event_time_lag_seconds",
      "Age of the newest event that committed results have",
      (domain) => seconds(domain.event_time_lag_ms),
    ),
    perDomain(
      "pipeline_processing_lag_seconds",
      "Since the oldest event came in that stored results do not have; 0: they have all",
      (domain) => seconds(domain.processing_lag_ms),
    ),
    perDomain(
      "pipeline_flink_lag_records",
      "Events behind the last checkpoint",
      ({ flink }) => flink.lag_records,
    ),
    perDomain(
      "pipeline_store_lag_records",
      "Result records that are not stored yet",
      ({ connect }) => connect.lag_records,
    ),
    perDomain("pipeline_late_rows", "Rows of the tables of late rows", ({ late_rows: rows }) => rows),
    perDomain(
      "pipeline_dead_letters",
      "Records that ever became dead letters",
      ({ dead_letters: count }) => count,
    ),
    {
      name: "pipeline_part_up",
      help: "1: the part is UP, 0: it is not; a part that cannot be asked has no series",
      kind: "gauge",
      labelNames: ["part"],
      read: () =>
        report()
          .parts.filter(({ status }) => status !== "UNKNOWN")
          .map(({ name, status }): Reading => [{ part: name }, status === "UP" ? 1 : 0]),
    },
  ];
}
