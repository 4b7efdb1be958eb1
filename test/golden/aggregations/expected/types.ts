// Compiled from the domains: `millrace domain types` writes it anew.

/** The topic of every table. */
export const topics = {
  best_products: "test.streaming.shop.best-products.provisional",
  best_products_final: "test.streaming.shop.best-products",
  busiest: "test.streaming.shop.busiest",
  day_so_far: "test.streaming.shop-day.provisional",
  day_so_far_final: "test.streaming.shop-day",
  last_values: "test.streaming.shop.last-values.provisional",
  last_values_final: "test.streaming.shop.last-values",
  minute_totals: "test.streaming.shop.minute-totals.provisional",
  minute_totals_final: "test.streaming.shop.minute-totals",
  prices: "test.streaming.shop.prices",
  quiet_times: "test.streaming.shop.quiet-times",
  readings: "test.streaming.readings",
  shop_events: "test.streaming.events",
  visits: "test.streaming.shop.visits",
} as const;

/** What happens in a shop. Posted to /api/events/shop/purchase. */
export type ShopPurchaseEvent = {
  /** Made when it is left out. */
  readonly event_id?: string;
  /** ISO 8601 with its offset. */
  readonly ts: string;
  /** Where it happened. */
  readonly shop: string;
  readonly product: string;
  /** Personal. */
  readonly customer: string;
  /** Units of EUR. */
  readonly amount: number | string;
  readonly pieces: number;
  readonly points?: number | null;
  readonly weight: number;
  /** Exact, at most 6 digits, 3 of them behind the point. */
  readonly discount: number | string;
  /** Minor units of its currency. */
  readonly tip?: {
    readonly amount: number;
    /** ISO 4217 code. */
    readonly currency: string;
  } | null;
  readonly channel: "WEB" | "APP";
  readonly is_gift: boolean;
  /** Epoch milliseconds. */
  readonly paid_at: number;
  readonly address: {
    readonly city: string;
    readonly zip?: string | null;
  };
  /** The type of the event. */
  readonly event_type?: "purchase";
};

/** An event of the type reading. Posted to /api/events/shop/reading. */
export type ShopReadingEvent = {
  readonly event_id: string;
  readonly sensor: string;
  /** ISO 8601 with its offset. */
  readonly measured_at: string;
  readonly value: number;
  readonly site: {
    readonly city: string;
    readonly floor: number;
  };
  /** Minor units of its currency. */
  readonly price: {
    readonly amount: number;
    /** ISO 4217 code. */
    readonly currency: string;
  };
};

/** What happens in a shop. Posted to /api/events/shop/search. */
export type ShopSearchEvent = {
  /** Made when it is left out. */
  readonly event_id?: string;
  /** ISO 8601 with its offset. */
  readonly ts: string;
  /** Where it happened. */
  readonly shop: string;
  readonly term: string;
  /** The type of the event. */
  readonly event_type?: "search";
};

/** What is posted where; several at once go to the same path with /batch. */
export type EventsByPath = {
  readonly "/api/events/shop/purchase": ShopPurchaseEvent;
  readonly "/api/events/shop/reading": ShopReadingEvent;
  readonly "/api/events/shop/search": ShopSearchEvent;
};

/** Which products earn most in each shop? Topic test.streaming.shop.best-products.provisional; the newest row of a key counts. */
export type BestProductsRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** Where it happened. */
  readonly shop: string;
  readonly product: string;
  /** Place by revenue in the window, from 1. */
  readonly rank_number: number | bigint;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Sum of amount. Minor units of EUR. */
  readonly revenue: number | bigint;
  /** Latest pieces. */
  readonly latest: null | number;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always false: late rows may change this one. */
  readonly is_final: boolean;
};

/** Which products earn most in each shop? Topic test.streaming.shop.best-products; every row counts. */
export type BestProductsFinalRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** Where it happened. */
  readonly shop: string;
  readonly product: string;
  /** Place by revenue in the window, from 1. */
  readonly rank_number: number | bigint;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Sum of amount. Minor units of EUR. */
  readonly revenue: number | bigint;
  /** Latest pieces. */
  readonly latest: null | number;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always true: no later row can change this one. */
  readonly is_final: boolean;
};

/** A row of busiest. Topic test.streaming.shop.busiest; the newest row of a key counts. */
export type BusiestRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** Where it happened. */
  readonly shop: string;
  /** Place by event_count in the window, from 1. */
  readonly rank_number: number | bigint;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Number of rows. */
  readonly event_count: number | bigint;
  /** Greatest length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always false: late rows may change this one. */
  readonly is_final: boolean;
};

/** A row of day_so_far. Topic test.streaming.shop-day.provisional; the newest row of a key counts. */
export type DaySoFarRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** Where it happened. */
  readonly shop: string;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Number of different values of customer. */
  readonly customers: number | bigint;
  /** Greatest length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always false: late rows may change this one. */
  readonly is_final: boolean;
};

/** A row of day_so_far_final. Topic test.streaming.shop-day; every row counts. */
export type DaySoFarFinalRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** Where it happened. */
  readonly shop: string;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Number of different values of customer. */
  readonly customers: number | bigint;
  /** Greatest length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always true: no later row can change this one. */
  readonly is_final: boolean;
};

/** A row of last_values. Topic test.streaming.shop.last-values.provisional; the newest row of a key counts. */
export type LastValuesRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** Where it happened. */
  readonly shop: string;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Latest pieces. */
  readonly last_pieces: null | number;
  /** Latest points, where is_gift. */
  readonly last_points: null | number | bigint;
  /** Latest weight. */
  readonly last_weight: null | number;
  /** Latest amount. Minor units of EUR. */
  readonly last_amount: null | number | bigint;
  /** Latest discount. The bytes of a whole number, big-endian: a decimal of 6 digits, 3 of them behind the point. */
  readonly last_discount: null | Uint8Array;
  /** Latest customer. */
  readonly last_customer: null | string;
  /** Latest channel. */
  readonly last_channel: null | string;
  /** Latest is gift. */
  readonly last_gift: null | boolean;
  /** Latest paid at. Epoch milliseconds. */
  readonly last_payment: null | number;
  /** Number of rows. */
  readonly count: number | bigint;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always false: late rows may change this one. */
  readonly is_final: boolean;
};

/** A row of last_values_final. Topic test.streaming.shop.last-values; every row counts. */
export type LastValuesFinalRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** Where it happened. */
  readonly shop: string;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Latest pieces. */
  readonly last_pieces: null | number;
  /** Latest points, where is_gift. */
  readonly last_points: null | number | bigint;
  /** Latest weight. */
  readonly last_weight: null | number;
  /** Latest amount. Minor units of EUR. */
  readonly last_amount: null | number | bigint;
  /** Latest discount. The bytes of a whole number, big-endian: a decimal of 6 digits, 3 of them behind the point. */
  readonly last_discount: null | Uint8Array;
  /** Latest customer. */
  readonly last_customer: null | string;
  /** Latest channel. */
  readonly last_channel: null | string;
  /** Latest is gift. */
  readonly last_gift: null | boolean;
  /** Latest paid at. Epoch milliseconds. */
  readonly last_payment: null | number;
  /** Number of rows. */
  readonly count: number | bigint;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always true: no later row can change this one. */
  readonly is_final: boolean;
};

/** What does each product earn in a minute, told in a sentence that is too long for one line of a comment and therefore goes on in a second one? Topic test.streaming.shop.minute-totals.provisional; the newest row of a key counts. */
export type MinuteTotalsRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  readonly product: string;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Number of rows. */
  readonly purchase_count: number | bigint;
  /** Number of rows with points. */
  readonly points_count: number | bigint;
  /** Sum of amount. Minor units of EUR. */
  readonly revenue: number | bigint;
  /** Sum of pieces. */
  readonly pieces: number | bigint;
  /** Sum of points. */
  readonly points: number | bigint;
  /** Sum of weight. */
  readonly weight: number;
  /** Sum of discount. The bytes of a whole number, big-endian: a decimal of 38 digits, 3 of them behind the point. */
  readonly discount: Uint8Array;
  /** Mean of amount, in minor units of EUR. */
  readonly mean_amount: null | number;
  /** Mean of pieces. */
  readonly mean_pieces: null | number;
  /** Mean of weight. */
  readonly mean_weight: null | number;
  /** Mean of discount. */
  readonly mean_discount: null | number;
  /** Least amount. Minor units of EUR. */
  readonly least: null | number | bigint;
  /** Greatest discount. The bytes of a whole number, big-endian: a decimal of 6 digits, 3 of them behind the point. */
  readonly greatest_discount: null | Uint8Array;
  /** The first by name. */
  readonly first_customer: null | string;
  /** Greatest paid at. Epoch milliseconds. */
  readonly latest_payment: null | number;
  /** Number of different values of customer. */
  readonly customers: number | bigint;
  /** Number of different values of address city. */
  readonly cities: number | bigint;
  /** Sum of amount, where channel = 'WEB'. Minor units of EUR. */
  readonly web_revenue: number | bigint;
  /** Number of rows, where is_gift. */
  readonly gifts: number | bigint;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always false: late rows may change this one. */
  readonly is_final: boolean;
};

/** What does each product earn in a minute, told in a sentence that is too long for one line of a comment and therefore goes on in a second one? Topic test.streaming.shop.minute-totals; every row counts. */
export type MinuteTotalsFinalRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  readonly product: string;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Number of rows. */
  readonly purchase_count: number | bigint;
  /** Number of rows with points. */
  readonly points_count: number | bigint;
  /** Sum of amount. Minor units of EUR. */
  readonly revenue: number | bigint;
  /** Sum of pieces. */
  readonly pieces: number | bigint;
  /** Sum of points. */
  readonly points: number | bigint;
  /** Sum of weight. */
  readonly weight: number;
  /** Sum of discount. The bytes of a whole number, big-endian: a decimal of 38 digits, 3 of them behind the point. */
  readonly discount: Uint8Array;
  /** Mean of amount, in minor units of EUR. */
  readonly mean_amount: null | number;
  /** Mean of pieces. */
  readonly mean_pieces: null | number;
  /** Mean of weight. */
  readonly mean_weight: null | number;
  /** Mean of discount. */
  readonly mean_discount: null | number;
  /** Least amount. Minor units of EUR. */
  readonly least: null | number | bigint;
  /** Greatest discount. The bytes of a whole number, big-endian: a decimal of 6 digits, 3 of them behind the point. */
  readonly greatest_discount: null | Uint8Array;
  /** The first by name. */
  readonly first_customer: null | string;
  /** Greatest paid at. Epoch milliseconds. */
  readonly latest_payment: null | number;
  /** Number of different values of customer. */
  readonly customers: number | bigint;
  /** Number of different values of address city. */
  readonly cities: number | bigint;
  /** Sum of amount, where channel = 'WEB'. Minor units of EUR. */
  readonly web_revenue: number | bigint;
  /** Number of rows, where is_gift. */
  readonly gifts: number | bigint;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always true: no later row can change this one. */
  readonly is_final: boolean;
};

/** A row of prices. Topic test.streaming.shop.prices; every row counts. */
export type PricesRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** ISO 4217 code. */
  readonly price_currency: string;
  readonly site_city: string;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Sum of price. */
  readonly total: number | bigint;
  /** Latest price. */
  readonly last_price: number | bigint;
  /** Number of different values of site floor. */
  readonly floors: number | bigint;
  /** Number of rows with price. */
  readonly priced: number | bigint;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always true: no later row can change this one. */
  readonly is_final: boolean;
};

/** A row of quiet_times. Topic test.streaming.shop.quiet-times; every row counts. */
export type QuietTimesRow = {
  /** Time of the first row, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Number of rows. */
  readonly event_count: number | bigint;
  /** The gap that ends a session as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always true: no later row can change this one. */
  readonly is_final: boolean;
};

/** How long do customers stay? Topic test.streaming.shop.visits; every row counts. */
export type VisitsRow = {
  /** Time of the first row, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  readonly address_city: string;
  readonly customer: string;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Number of rows. */
  readonly purchase_count: number | bigint;
  /** Number of rows, where amount > 10000. */
  readonly expensive: number | bigint;
  /** Latest product. */
  readonly last_product: null | string;
  /** The gap that ends a session as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always true: no later row can change this one. */
  readonly is_final: boolean;
};
