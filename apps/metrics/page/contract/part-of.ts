import type { DomainReport, PartReport } from "../../src/pipeline/report.ts";

/** A part as it is for one domain: of Flink and Connect each domain has its own jobs and connectors. */
export function partOf(part: PartReport, domain: DomainReport | undefined): PartReport {
  if (domain === undefined || (part.name !== "flink" && part.name !== "connect")) return part;
  const { status, lag_records } = domain[part.name];
  // Where nobody answers for any domain, the whole part's word is the better one.
  return { ...part, status: part.status === "DOWN" && status === "UNKNOWN" ? "DOWN" : status, lag_records };
}
