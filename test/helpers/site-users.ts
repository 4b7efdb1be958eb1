import type { UserEvent } from "./user-event.ts";

const userAgents = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148",
  "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X)",
  "Mozilla/5.0 (compatible; ExampleBot/2.1)",
  undefined,
] as const;
const locales = ["en-GB", "zh-Hant-TW", "de", undefined] as const;
const types = [
  "page_view",
  "page_view",
  "search",
  "add_to_cart",
  "remove_from_cart",
  "purchase",
  "sign_in",
  "sign_out",
];

/** Where a run's events come from. */
export interface SiteUsersOptions {
  /** Numbers from 0 to 1, the same for the same seed. */
  readonly random: () => number;
  /** Part of every identifier. */
  readonly id: string;
}

/** Makes events of some users of a site; one in eight or so breaks a rule. */
export class SiteUsers {
  readonly #random: () => number;
  readonly #id: string;
  #count = 0;

  constructor({ random, id }: SiteUsersOptions) {
    this.#random = random;
    this.#id = id;
  }

  /** One event of any user and type. */
  event(timestamp: string): UserEvent {
    const user = this.#whole(11);
    this.#count += 1;
    return {
      event_id: `${this.#id} ${this.#count}`,
      timestamp,
      user_id: `user-${user} "é" ${this.#id}`,
      session_id: `session-${user}-${this.#whole(2)} ${this.#id}`,
      ip_address: "203.0.113.7",
      ...given("user_agent", this.#of(userAgents)),
      ...given("locale", this.#of(locales)),
      ...this.#own(this.#of(types) ?? "sign_out"),
    };
  }

  #own(event_type: string): Pick<UserEvent, "event_type"> & Partial<UserEvent> {
    const isWrong = this.#whole(8) === 0;
    switch (event_type) {
      case "page_view":
        return {
          event_type,
          page_url: isWrong ? "  " : `https://Shop.example.com/products/${this.#whole(9)}?from=mail#top`,
          referrer: "https://search.example.com/?q=lamp",
        };
      case "search":
        return { event_type, search_text: isWrong ? " " : "  Desk LAMP", result_count: this.#whole(50) };
      case "add_to_cart":
      case "remove_from_cart":
        return {
          event_type,
          product_id: `product-${this.#whole(20)}`,
          quantity: isWrong ? 0 : 1 + this.#whole(999),
          unit_price: this.#whole(50_000) / 100,
        };
      case "purchase":
        return {
          event_type,
          order_id: `order-${this.#count}`,
          items: isWrong ? [] : [{ product_id: "product-1", quantity: 1 + this.#whole(3) }],
          total: this.#whole(100_000) / 100,
        };
      case "sign_in":
        return { event_type, method: isWrong ? "" : "password" };
    }
    return { event_type };
  }

  #of<T>(values: readonly T[]): T | undefined {
    return values[this.#whole(values.length)];
  }

  #whole(below: number): number {
    return Math.floor(this.#random() * below);
  }
}

function given<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: string });
}
