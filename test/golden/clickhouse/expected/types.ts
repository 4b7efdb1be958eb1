// Compiled from the domains: `millrace domain types` writes it anew.

/** The topic of every table. */
export const topics = {
  readings: "test.streaming.reading",
  sales: "test.streaming.sales",
  shop_events: "test.streaming.shop-events",
  shoppers: "test.streaming.shoppers",
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
  /** Minor units of EUR. */
  readonly fee: number;
  readonly address: {
    readonly city: string;
    readonly floor?: number | null;
  };
  readonly tags: readonly string[];
  readonly sizes?: readonly (number | null)[] | null;
  readonly lines: readonly {
    readonly sku: string;
    /** Minor units of its currency. */
    readonly price: {
      readonly amount: number;
      /** ISO 4217 code. */
      readonly currency: string;
    };
  }[];
  readonly labels: Readonly<Record<string, number>>;
  /** The type of the event. */
  readonly event_type?: "purchase";
};

/** An event of the type reading. Posted to /api/events/shop/reading. */
export type ShopReadingEvent = {
  readonly event_id: string;
  readonly sensor: string;
  /** Epoch milliseconds. */
  readonly read_at: number;
  readonly is_outside: boolean;
  readonly status: "good" | "bad";
  readonly unit?: string;
};

/** What is posted where; several at once go to the same path with /batch. */
export type EventsByPath = {
  readonly "/api/events/shop/look": ShopLookEvent;
  readonly "/api/events/shop/purchase": ShopPurchaseEvent;
  readonly "/api/events/shop/reading": ShopReadingEvent;
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
  readonly discount: null | number;
};

/** A row of shoppers. Topic test.streaming.shoppers; the newest row of a key counts. */
export type ShoppersRow = {
  readonly user_id: string;
  readonly purchases: number | bigint;
};
