import {
  type Arrival,
  EventTimeOracle,
  type Group,
  groupBy,
  hopping,
  minute,
  second,
  tumbling,
  type WindowsOf,
} from "./event-time-oracle.ts";

interface ShopEventBase {
  readonly event_id: string;
  /** ISO 8601 */
  readonly timestamp: string;
  readonly session_id: string;
  readonly user_id: string;
  readonly device_type: "desktop" | "mobile" | "tablet";
}

/** What the shop's callers send; `type` stands in the route. */
export type ShopEvent = ShopEventBase &
  (
    | { readonly type: "page_view"; readonly page: string }
    | { readonly type: "search"; readonly query: string; readonly result_count: number }
    | ({ readonly type: "add_to_cart" } & Product)
    | ({ readonly type: "purchase" } & Purchase)
  );

interface Product {
  readonly product_id: string;
  readonly category: string;
  readonly quantity: number;
}

interface Purchase extends Product {
  readonly order_id: string;
  /** Euros, at most two digits behind the point. */
  readonly amount: string;
  readonly payment_method: "card" | "invoice" | "wallet";
  readonly shipping_address: {
    readonly street: string;
    readonly city: string;
    readonly postcode: string;
    readonly country: string;
  };
}

type Sale = Extract<ShopEvent, { type: "purchase" }>;
type Row = Readonly<Record<string, unknown>>;

const sessionGap = 30 * minute;
const topCount = 10;

/** What the domain `ecommerce` must compute, written without looking at its SQL. Rows are as its results have them. */
export class EcommerceOracle extends EventTimeOracle<ShopEvent> {
  constructor() {
    super({
      timeOf: ({ timestamp }) => Date.parse(timestamp),
      idOf: ({ event_id }) => event_id,
      behindMs: 5 * minute + 5 * second,
    });
  }

  /** Rows of `events_per_minute`, or of `events_per_minute_final`. */
  eventsPerMinute(form: Form): Row[] {
    return this.#rows(
      tumbling(minute),
      "PT1M",
      form,
      ({ device_type }) => device_type,
      (group) => ({
        device_type: group.key,
        event_count: group.arrivals.length,
        shopper_count: distinct(group, ({ user_id }) => user_id),
        page_view_count: ofType(group, "page_view").length,
        search_count: ofType(group, "search").length,
        add_to_cart_count: ofType(group, "add_to_cart").length,
        purchase_count: ofType(group, "purchase").length,
      }),
    );
  }

  /** Rows of `revenue_per_category`, or of `revenue_per_category_final`. */
  revenuePerCategory(form: Form): Row[] {
    return this.#rows(tumbling(5 * minute), "PT5M", form, categoryOfSale, (group) => ({
      category: group.key,
      purchase_count: sales(group).length,
      unit_count: sum(sales(group).map(({ quantity }) => quantity)),
      revenue: sum(sales(group).map(cents)),
      largest_amount: Math.max(...sales(group).map(cents)),
    }));
  }

  /** Rows of `active_shoppers`. */
  activeShoppers(): Row[] {
    return this.#rows(
      hopping(15 * minute, 5 * minute),
      "PT15M",
      "final",
      ({ device_type }) => device_type,
      (group) => ({
        device_type: group.key,
        shopper_count: distinct(group, ({ user_id }) => user_id),
        session_count: distinct(group, ({ session_id }) => session_id),
        buyer_count: new Set(sales(group).map(({ user_id }) => user_id)).size,
        revenue: sum(sales(group).map(cents)),
      }),
    );
  }

  /** Rows of `top_products`, or of `top_products_final`. */
  topProducts(form: Form): Row[] {
    const all = this.#rows(tumbling(15 * minute), "PT15M", form, productOfSale, (group) => ({
      product_id: group.key,
      revenue: sum(sales(group).map(cents)),
      unit_count: sum(sales(group).map(({ quantity }) => quantity)),
    }));
    return [...groupBy(all, ({ window_start }) => window_start).values()].flatMap((rows) =>
      rows
        .toSorted(
          (a, b) =>
            Number(b.revenue) - Number(a.revenue) || (String(a.product_id) < String(b.product_id) ? -1 : 1),
        )
        .slice(0, topCount)
        .map((row, index): Row => ({ ...row, rank_number: index + 1 })),
    );
  }

  /** Rows of `session_funnel`. */
  sessionFunnel(): Row[] {
    const sessions = this.sessions(
      sessionGap,
      ({ session_id, device_type }) => `${session_id} ${device_type}`,
    );
    const windows = groupBy(sessions, ({ endMs, arrivals }) =>
      JSON.stringify([tumbling(15 * minute)(endMs - 1)[0], arrivals[0]?.event.device_type]),
    );
    return [...windows].flatMap(([id, ended]) => {
      const [window, device] = JSON.parse(id) as [{ startMs: number; endMs: number }, string];
      if (!this.isFinal(window)) return [];
      const withA = (type: ShopEvent["type"]) => ended.filter((each) => ofType(each, type).length > 0).length;
      return [
        {
          window_start: window.startMs,
          device_type: device,
          window_end: window.endMs,
          session_count: ended.length,
          viewed_count: withA("page_view"),
          searched_count: withA("search"),
          added_count: withA("add_to_cart"),
          purchased_count: withA("purchase"),
          aggregate_interval: "PT15M",
          is_final: true,
        },
      ];
    });
  }

  /** Rows of `shop_events_intake`. */
  intake(): Row[] {
    const countsOf = (arrivals: readonly Arrival<ShopEvent>[]) =>
      groupBy(arrivals, ({ atMs }) => Math.floor(atMs / minute) * minute);
    const unique = countsOf(this.unique);
    return [...countsOf(this.accepted)].map(([start, received]) => {
      const uniqueCount = unique.get(start)?.length ?? 0;
      return {
        window_start: start,
        window_end: start + minute,
        received_count: received.length,
        unique_count: uniqueCount,
        duplicate_count: received.length - uniqueCount,
      };
    });
  }

  #rows(
    windowsOf: WindowsOf,
    interval: string,
    form: Form,
    keyOf: (event: ShopEvent) => string | undefined,
    measures: (group: Group<ShopEvent>) => Row,
  ): Row[] {
    return this.groups(windowsOf, (event) => keyOf(event) ?? "")
      .filter(({ key }) => key !== "")
      .filter((group) => form === "provisional" || this.isFinal(group))
      .map((group) => ({
        window_start: group.startMs,
        window_end: group.endMs,
        ...measures(group),
        aggregate_interval: interval,
        is_final: form === "final",
      }));
  }
}

/** `provisional`: everything as far as it is known; `final`: what can no longer change. */
export type Form = "provisional" | "final";

/** Whole cents, without a floating point in between. */
export function cents({ amount }: Sale): number {
  const [euros = "", rest = ""] = amount.split(".");
  return Number(euros) * 100 + Number(rest.padEnd(2, "0"));
}

function categoryOfSale(event: ShopEvent): string | undefined {
  return event.type === "purchase" ? event.category : undefined;
}

function productOfSale(event: ShopEvent): string | undefined {
  return event.type === "purchase" ? event.product_id : undefined;
}

function ofType(group: Group<ShopEvent>, type: ShopEvent["type"]): readonly ShopEvent[] {
  return group.arrivals.map(({ event }) => event).filter((event) => event.type === type);
}

function sales(group: Group<ShopEvent>): readonly Sale[] {
  return group.arrivals.flatMap(({ event }) => (event.type === "purchase" ? [event] : []));
}

function distinct(group: Group<ShopEvent>, valueOf: (event: ShopEvent) => string): number {
  return new Set(group.arrivals.map(({ event }) => valueOf(event))).size;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
