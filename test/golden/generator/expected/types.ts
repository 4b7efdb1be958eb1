// Compiled from the domains: `millrace domain types` writes it anew.

/** The topic of every table. */
export const topics = {
  shop_events: "test.streaming.shop.events",
} as const;

/** An event of the type add_to_cart. Posted to /api/events/shop/add_to_cart. */
export type ShopAddToCartEvent = {
  /** Made when it is left out. */
  readonly event_id?: string;
  /** Epoch milliseconds. */
  readonly ts: number;
  readonly user_id: string;
  readonly visit: string;
  readonly product: string;
  /** Units of EUR. */
  readonly price: number | string;
  readonly gift?: boolean | null;
  /** The type of the event. */
  readonly event_type?: "add_to_cart";
};

/** An event of the type page_view. Posted to /api/events/shop/page_view. */
export type ShopPageViewEvent = {
  /** Made when it is left out. */
  readonly event_id?: string;
  /** Epoch milliseconds. */
  readonly ts: number;
  readonly user_id: string;
  readonly visit: string;
  readonly page: string;
  /** The type of the event. */
  readonly event_type?: "page_view";
};

/** What is posted where; several at once go to the same path with /batch. */
export type EventsByPath = {
  readonly "/api/events/shop/add_to_cart": ShopAddToCartEvent;
  readonly "/api/events/shop/page_view": ShopPageViewEvent;
};
