// Compiled from the domains: `millrace domain types` writes it anew.

/** The topic of every table. */
export const topics = {
  guests_in: "test.streaming.guests-in",
} as const;

/** An event of the type guest_in. Posted to /api/events/club/guest_in. */
export type ClubGuestInEvent = {
  /** Made when it is left out. */
  readonly event_id?: string;
  /** When the guest came. ISO 8601 with its offset. The request's time when it is left out. */
  readonly came_at?: string;
  /** Who came. Kept as its keyed hash. Personal. */
  readonly guest: string;
  /** Kept as its first letter and its domain. Personal. */
  readonly email?: string | null;
  /** Not kept. Personal. */
  readonly note: string;
  /** The request's address when it is left out. Kept without its last part. Personal. */
  readonly ip?: string | null;
  readonly door_ip?: string | null;
  /** The request's user agent when it is left out. */
  readonly user_agent?: string;
  /** The request's language when it is left out. */
  readonly language?: string | null;
  /** The request's correlation id when it is left out. */
  readonly request_id?: string;
  readonly friends: readonly string[];
};

/** What is posted where; several at once go to the same path with /batch. */
export type EventsByPath = {
  readonly "/api/events/club/guest_in": ClubGuestInEvent;
};
