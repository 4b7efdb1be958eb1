/**
 * What belongs to domains that are there and were chosen not to run. Their statements are stopped with their state and
 * their connectors removed with their offsets kept; topics, tables and buckets stay. Chosen again, they go on.
 */
export interface LeftOut {
  /** A domain's statement has its name. */
  readonly domains: readonly string[];
  /** Full names of their topics. */
  readonly topics: readonly string[];
  readonly connectors: readonly string[];
}

/** Every domain runs. */
export const nothingLeftOut: LeftOut = { domains: [], topics: [], connectors: [] };
