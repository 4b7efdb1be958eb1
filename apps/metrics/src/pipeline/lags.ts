/** How far a domain's results are behind its events, in milliseconds; null: not known. */
export interface Lags {
  /** Since the newest event that committed results have. */
  readonly eventTimeLagMs: number | null;
  /** Since the oldest event came in that stored results do not have yet; 0: they have all. */
  readonly processingLagMs: number | null;
  /** Event time of the newest event: ISO 8601. */
  readonly newestEventAt: string | null;
}

/** Knows how far results are behind. */
export interface Freshness {
  lags(domain: string): Lags;
}
