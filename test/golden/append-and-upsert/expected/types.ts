// Compiled from the domains: `millrace domain types` writes it anew.

/** The topic of every table. */
export const topics = {
  page_view_counts: "test.streaming.page-view.output.provisional",
  page_view_counts_final: "test.streaming.page-view.output",
  page_views: "test.streaming.page-view",
  page_views_late: "test.streaming.page-view.late",
} as const;

/** One look at one page. Posted to /api/events/page-views/page_view. */
export type PageViewsPageViewEvent = {
  /** The caller's identifier, or one made at the door. Made when it is left out. */
  readonly event_id?: string;
  /** Who looked. */
  readonly user_id: number;
  /** Where the viewer lives. */
  readonly postcode: string;
  /** What was looked at. */
  readonly webpage: string;
  /** When it was looked at. Epoch seconds. */
  readonly timestamp: number;
};

/** What is posted where; several at once go to the same path with /batch. */
export type EventsByPath = {
  readonly "/api/events/page-views/page_view": PageViewsPageViewEvent;
};

/** Provisional counts, corrected by late rows while the grace lasts. Topic test.streaming.page-view.output.provisional; the newest row of a key counts. */
export type PageViewCountsRow = {
  /** Start of the minute, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  readonly postcode: string;
  /** End of the minute, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  readonly page_view_count: number | bigint;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Whether no later row can change the count. */
  readonly is_final: boolean;
};

/** Final counts, one row a window and postcode. Topic test.streaming.page-view.output; every row counts. */
export type PageViewCountsFinalRow = {
  /** Start of the minute, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  readonly postcode: string;
  /** End of the minute, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  readonly page_view_count: number | bigint;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Whether no later row can change the count. */
  readonly is_final: boolean;
};

/** Page views that came behind the watermark at their window. Topic test.streaming.page-view.late; every row counts. */
export type PageViewsLateRow = {
  readonly event_id: string;
  readonly user_id: number | bigint;
  readonly postcode: string;
  readonly webpage: string;
  /** Epoch milliseconds. */
  readonly viewed_at: number;
  /** Epoch milliseconds. */
  readonly window_start: number;
  /** The newest event time when the row came. Epoch milliseconds. */
  readonly judged_by_watermark: number;
  /** Whether the row still corrected its window. */
  readonly is_counted: boolean;
};
