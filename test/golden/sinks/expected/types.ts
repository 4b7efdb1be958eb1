// Compiled from the domains: `millrace domain types` writes it anew.

/** The topic of every table. */
export const topics = {
  readings: "test.streaming.reading",
  refunds: "test.streaming.refunds",
  sales: "test.streaming.sales",
  sales_final: "test.streaming.sales.final",
  shop_events: "test.streaming.shop-events",
  shop_events_intake: "test.streaming.shop-events.intake",
} as const;

/** What shoppers do. Posted to /api/events/shop/look. */
export type ShopLookEvent = {
  readonly event_id: string;
  /** ISO 8601 with its offset. */
  readonly ts: string;
  readonly user_id: string;
  readonly device: "desktop" | "mobile";
  /** The type of the event. */
  readonly event_type?: "look";
};

/** What shoppers do. Posted to /api/events/shop/purchase. */
export type ShopPurchaseEvent = {
  readonly event_id: string;
  /** ISO 8601 with its offset. */
  readonly ts: string;
  readonly user_id: string;
  /** Exact, at most 18 digits, 2 of them behind the point. */
  readonly amount: number | string;
  /** Minor units of its currency. */
  readonly paid: {
    readonly amount: number;
    /** ISO 4217 code. */
    readonly currency: string;
  };
  readonly address: {
    readonly city: string;
    readonly floor?: number | null;
  };
  readonly tags: readonly string[];
  /** The type of the event. */
  readonly event_type?: "purchase";
};

/** An event of the type reading. Posted to /api/events/shop/reading. */
export type ShopReadingEvent = {
  readonly event_id: string;
  readonly sensor: string;
  /** Epoch milliseconds. */
  readonly read_at: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit?: string;
};

/** What is posted where; several at once go to the same path with /batch. */
export type EventsByPath = {
  readonly "/api/events/shop/look": ShopLookEvent;
  readonly "/api/events/shop/purchase": ShopPurchaseEvent;
  readonly "/api/events/shop/reading": ShopReadingEvent;
};

/** A row of refunds. Topic test.streaming.refunds; every row counts. */
export type RefundsRow = {
  readonly city: string;
  readonly refund: number | bigint;
  readonly reason: null | string;
};

/** A row of sales. Topic test.streaming.sales; the newest row of a key counts. */
export type SalesRow = {
  /** Epoch milliseconds. */
  readonly window_start: number;
  readonly city: string;
  /** Epoch milliseconds. */
  readonly window_end: number;
  /** Minor units of EUR. */
  readonly total: number | bigint;
};

/** A row of sales_final. Topic test.streaming.sales.final; every row counts. */
export type SalesFinalRow = {
  /** Epoch milliseconds. */
  readonly window_start: number;
  readonly city: string;
  /** Epoch milliseconds. */
  readonly window_end: number;
  /** Minor units of EUR. */
  readonly total: number | bigint;
};

/** How many events of shop_events came in each minute of event time, and how many of them had come before. Topic test.streaming.shop-events.intake; the newest row of a key counts. */
export type ShopEventsIntakeRow = {
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
