// Compiled from the domains: `millrace domain types` writes it anew.

/** The topic of every table. */
export const topics = {
  lines_sold: "test.streaming.lines-sold",
  purchases: "test.streaming.purchase",
  refunds: "test.streaming.refund",
  refunds_by_key: "test.streaming.refunds-by-key",
  sales: "test.streaming.sales",
} as const;

/** A "purchase", it's paid for; ${not.a.placeholder}. Posted to /api/events/shop/purchase. */
export type ShopPurchaseEvent = {
  /** Made when it is left out. */
  readonly event_id?: string;
  readonly shop_id: number;
  /** Who bought; a name. Personal. */
  readonly customer: string;
  /** ISO 8601 with its offset. */
  readonly bought_at: string;
  /** Epoch milliseconds. */
  readonly paid_at?: number | null;
  /** In cents. Minor units of EUR. */
  readonly total: number;
  /** Minor units of its currency. */
  readonly tip?: {
    readonly amount: number;
    /** ISO 4217 code. */
    readonly currency: string;
  } | null;
  readonly device?: "MOBILE" | "DESKTOP" | "OTHER";
  readonly channel?: "WEB" | "APP" | null;
  readonly rating?: number | null;
  readonly is_gift?: boolean;
  readonly coupon?: string;
  readonly tags: readonly string[];
  readonly scores?: readonly (number | null)[] | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Personal. */
  readonly address: {
    readonly street: string;
    readonly zip?: string | null;
    readonly kind: "HOME" | "WORK";
    /** ISO 8601 with its offset. */
    readonly valid_from: string;
  };
  readonly lines: readonly {
    readonly product: string;
    readonly count: number;
    /** Minor units of its currency. */
    readonly price: {
      readonly amount: number;
      /** ISO 4217 code. */
      readonly currency: string;
    };
  }[];
};

/** An event of the type refund. Posted to /api/events/shop/refund. */
export type ShopRefundEvent = {
  readonly event_id: string;
  readonly reason: "BROKEN" | "LATE";
  /** Epoch seconds. */
  readonly timestamp: number;
};

/** What is posted where; several at once go to the same path with /batch. */
export type EventsByPath = {
  readonly "/api/events/shop/purchase": ShopPurchaseEvent;
  readonly "/api/events/shop/refund": ShopRefundEvent;
};

/** A row of lines_sold. Topic test.streaming.lines-sold; every row counts. */
export type LinesSoldRow = {
  /** Epoch milliseconds. */
  readonly bought_at: number;
  readonly product: string;
  /** It's a reserved word. */
  readonly count: number;
  readonly price: {
    /** The amount in the currency's smallest unit, for example cents. */
    readonly minor_units: number | bigint;
    /** ISO 4217 code. */
    readonly currency: string;
  };
  readonly labels: Readonly<Record<string, string>>;
  readonly address: null | {
    readonly street: string;
    readonly zip: null | string;
  };
};

/** A row of refunds_by_key. Topic test.streaming.refunds-by-key; every row counts. */
export type RefundsByKeyRow = {
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly refunded_at: number;
};

/** A row of sales. Topic test.streaming.sales; the newest row of a key counts. */
export type SalesRow = {
  readonly shop_id: number;
  readonly device: string;
  /** Minor units of EUR. */
  readonly revenue: null | number | bigint;
};
