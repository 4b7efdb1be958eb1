// Compiled from the domains: `millrace domain types` writes it anew.

/** The topic of every table. */
export const topics = {
  club_events: "club.events",
  club_events_intake: "club.events.intake",
  takings: "club.takings",
} as const;

/** Somebody paid. Posted to /api/events/club/drink_sold. */
export type ClubDrinkSoldEvent = {
  /** Made when it is left out. */
  readonly event_id?: string;
  /** ISO 8601 with its offset. */
  readonly ts: string;
  readonly club_id: string;
  /** Units of EUR. */
  readonly price: number | string;
  /** Exact, at most 6 digits, 3 of them behind the point. */
  readonly volume_l?: number | string | null;
  readonly guest: string;
  /** The type of the event. */
  readonly event_type?: "drink_sold";
};

/** Somebody came. Posted to /api/events/club/guest_in. */
export type ClubGuestInEvent = {
  /** Made when it is left out. */
  readonly event_id?: string;
  /** ISO 8601 with its offset. */
  readonly ts: string;
  readonly club_id: string;
  /** Personal. */
  readonly guest: string;
  /** The type of the event. */
  readonly event_type?: "guest_in";
};

/** What is posted where; several at once go to the same path with /batch. */
export type EventsByPath = {
  readonly "/api/events/club/drink_sold": ClubDrinkSoldEvent;
  readonly "/api/events/club/guest_in": ClubGuestInEvent;
};

/** How many events of club_events came in each minute of event time, and how many of them had come before. Topic club.events.intake; the newest row of a key counts. */
export type ClubEventsIntakeRow = {
  /** Start of the minute, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** End of the minute, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** All that came. */
  readonly received_count: number | bigint;
  /** Those that had not come before. */
  readonly unique_count: number | bigint;
  /** Those that had, and were left out. */
  readonly duplicate_count: number | bigint;
};

/** A row of takings. Topic club.takings; the newest row of a key counts. */
export type TakingsRow = {
  readonly club_id: string;
  /** Minor units of EUR. */
  readonly taken: null | number | bigint;
};
