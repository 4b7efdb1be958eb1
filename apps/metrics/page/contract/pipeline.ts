/** How well a part works. */
export type PartStatus = "UP" | "DEGRADED" | "DOWN" | "UNKNOWN";

/** The pipeline as `GET /api/pipeline` and the `pipeline` frames say it. */
export interface PipelineReport {
  /** The service's clock. */
  readonly at: string;
  readonly parts: readonly PipelinePart[];
  readonly domains: readonly PipelineDomain[];
}

/** One part of the way from the publisher to the stores. */
export interface PipelinePart {
  readonly name: string;
  readonly status: PartStatus;
  readonly detail?: string;
  readonly rate_per_second?: number;
  readonly lag_records?: number;
}

/** How far one domain's results are behind its events. */
export interface PipelineDomain {
  readonly name: string;
  /** Event time of the newest event that was accepted. */
  readonly newest_event_at: string | null;
  /** Event time of the newest event that is in committed results. */
  readonly processed_event_at: string | null;
  readonly event_time_lag_ms: number | null;
  /** 0 when all that was accepted is in stored results. */
  readonly processing_lag_ms: number | null;
  readonly events_per_second: number;
  readonly flink: {
    readonly status: PartStatus;
    readonly last_checkpoint_at: string | null;
    readonly checkpoint_ms: number | null;
    readonly lag_records: number;
  };
  readonly connect: { readonly status: PartStatus; readonly lag_records: number };
  /** Null: not known. */
  readonly late_rows: number | null;
  /** Null: not known. */
  readonly dead_letters: number | null;
}

/** A part as it is for one domain: of Flink and Connect each domain has its own jobs and connectors. */
export function partOf(part: PipelinePart, domain: PipelineDomain | undefined): PipelinePart {
  if (domain === undefined || (part.name !== "flink" && part.name !== "connect")) return part;
  const { status, lag_records } = domain[part.name];
  // Where nobody answers for any domain, the whole part's word is the better one.
  return { ...part, status: part.status === "DOWN" && status === "UNKNOWN" ? "DOWN" : status, lag_records };
}
