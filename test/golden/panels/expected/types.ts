// Compiled from the domains: `millrace domain types` writes it anew.

/** The topic of every table. */
export const topics = {
  best_categories: "test.streaming.shop.best-categories.provisional",
  best_categories_final: "test.streaming.shop.best-categories",
  cities: "test.streaming.cities",
  large_sales: "test.streaming.sales.large",
  revenue_per_city: "test.streaming.shop.revenue-per-city.provisional",
  revenue_per_city_final: "test.streaming.shop.revenue-per-city",
  sales: "test.streaming.sale",
  sales_intake: "test.streaming.sale.intake",
  sold_today: "test.streaming.shop.sold-today",
} as const;

/** An event of the type sale. Posted to /api/events/shop/sale. */
export type ShopSaleEvent = {
  readonly sale_id: string;
  readonly city: string;
  readonly category: string;
  /** Minor units of EUR. */
  readonly amount: number;
  readonly weight: number;
  /** ISO 8601 with its offset. */
  readonly sold_at: string;
};

/** What is posted where; several at once go to the same path with /batch. */
export type EventsByPath = {
  readonly "/api/events/shop/sale": ShopSaleEvent;
};

/** A row of best_categories. Topic test.streaming.shop.best-categories.provisional; the newest row of a key counts. */
export type BestCategoriesRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  readonly category: string;
  /** Place by revenue in the window, from 1. */
  readonly rank_number: number | bigint;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Sum of amount. Minor units of EUR. */
  readonly revenue: number | bigint;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always false: late rows may change this one. */
  readonly is_final: boolean;
};

/** A row of best_categories_final. Topic test.streaming.shop.best-categories; every row counts. */
export type BestCategoriesFinalRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  readonly category: string;
  /** Place by revenue in the window, from 1. */
  readonly rank_number: number | bigint;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Sum of amount. Minor units of EUR. */
  readonly revenue: number | bigint;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always true: no later row can change this one. */
  readonly is_final: boolean;
};

/** The newest sale of each city. Topic test.streaming.cities; the newest row of a key counts. */
export type CitiesRow = {
  readonly city: string;
  readonly sale_count: number | bigint;
  /** Epoch milliseconds. */
  readonly last_sold_at: number;
};

/** A row of large_sales. Topic test.streaming.sales.large; every row counts. */
export type LargeSalesRow = {
  readonly city: string;
  /** Epoch milliseconds. */
  readonly sold_at: number;
};

/** What is sold in each city. Topic test.streaming.shop.revenue-per-city.provisional; the newest row of a key counts. */
export type RevenuePerCityRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  readonly city: string;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Number of rows. */
  readonly sale_count: number | bigint;
  /** Sum of amount. Minor units of EUR. */
  readonly revenue: number | bigint;
  /** Mean of weight. */
  readonly mean_weight: number;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always false: late rows may change this one. */
  readonly is_final: boolean;
};

/** What is sold in each city. Topic test.streaming.shop.revenue-per-city; every row counts. */
export type RevenuePerCityFinalRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  readonly city: string;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Number of rows. */
  readonly sale_count: number | bigint;
  /** Sum of amount. Minor units of EUR. */
  readonly revenue: number | bigint;
  /** Mean of weight. */
  readonly mean_weight: number;
  /** Length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always true: no later row can change this one. */
  readonly is_final: boolean;
};

/** How many events of sales came in each minute of event time, and how many of them had come before. Topic test.streaming.sale.intake; the newest row of a key counts. */
export type SalesIntakeRow = {
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

/** A row of sold_today. Topic test.streaming.shop.sold-today; every row counts. */
export type SoldTodayRow = {
  /** Start of the window, inclusive. Epoch milliseconds. */
  readonly window_start: number;
  /** End of the window, exclusive. Epoch milliseconds. */
  readonly window_end: number;
  /** Sum of amount. Minor units of EUR. */
  readonly revenue: number | bigint;
  /** Greatest length of the window as an ISO 8601 duration. */
  readonly aggregate_interval: string;
  /** Always true: no later row can change this one. */
  readonly is_final: boolean;
};
