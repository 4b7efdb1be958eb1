/** UP: works. DEGRADED: works in part. DOWN: does not. UNKNOWN: nobody is asked, or with a detail: it has not answered since the start. */
export type PartStatus = "UP" | "DEGRADED" | "DOWN" | "UNKNOWN";

/** One part of the pipeline. */
export interface PartReport {
  readonly name: "publisher" | "kafka" | "flink" | "connect" | "store";
  readonly status: PartStatus;
  /** Why it is not UP. */
  readonly detail?: string;
  /** Records that went through it. */
  readonly rate_per_second?: number;
  /** Records that wait for it. */
  readonly lag_records?: number;
}

/** One domain's way through the pipeline. Times are ISO 8601; null: not known. */
export interface DomainReport {
  readonly name: string;
  /** Event time of the newest event in the event topics. */
  readonly newest_event_at: string | null;
  /** Event time of the newest event that committed results have. */
  readonly processed_event_at: string | null;
  /** How old that is: it grows too while no events come. */
  readonly event_time_lag_ms: number | null;
  /** 0 when every event that was accepted is in committed results and these are stored; else how long ago the oldest came that is not. */
  readonly processing_lag_ms: number | null;
  readonly events_per_second: number;
  readonly flink: {
    readonly status: PartStatus;
    readonly last_checkpoint_at: string | null;
    /** How long that took. */
    readonly checkpoint_ms: number | null;
    /** Events behind the last checkpoint. */
    readonly lag_records: number;
  };
  readonly connect: { readonly status: PartStatus; readonly lag_records: number };
  /** Rows of the tables of late rows that the store has; null: not known. */
  readonly late_rows: number | null;
  /** Records that ever came into the dead letter topics, those included that their retention has deleted; null: not known. */
  readonly dead_letters: number | null;
}

/** How the pipeline is, as `GET /api/pipeline` and the `pipeline` frames say it. */
export interface PipelineReport {
  readonly at: string;
  readonly parts: readonly PartReport[];
  readonly domains: readonly DomainReport[];
}
