/** What is known of the request that an event came with; a domain says which of it becomes part of its events. */
export interface RequestFacts {
  /** When it came, in milliseconds since the epoch. */
  readonly receivedAtMs: number;
  readonly correlationId: string;
  /** Of the caller, not of a proxy between. */
  readonly ip?: string;
  readonly userAgent?: string;
  /** The first of those that the caller accepts: `en-GB`. */
  readonly language?: string;
}

/** Where a payload came from; without it what the request would say is missing. */
export interface ParseContext {
  /** Makes the identifiers that a domain lets be left out. Default: random UUIDs. */
  readonly newId?: () => string;
  readonly request?: RequestFacts;
}
