import type { ShopEvent } from "./ecommerce-oracle.ts";

const devices = ["desktop", "mobile", "tablet"] as const;
const categories = ["garden", "kitchen", "bücher", "spiel & spaß"];
const types = ["page_view", "page_view", "search", "add_to_cart", "purchase"] as const;
const address = { street: "Hauptstraße 1", city: "Zürich", postcode: "8001", country: "CH" };

/** Where a run's events come from. */
export interface ShopperOptions {
  /** Numbers from 0 to 1, the same for the same seed. */
  readonly random: () => number;
  /** Part of every identifier. */
  readonly id: string;
}

/** Makes events of some shoppers who come back again and again. */
export class Shoppers {
  readonly #random: () => number;
  readonly #id: string;
  #count = 0;

  constructor({ random, id }: ShopperOptions) {
    this.#random = random;
    this.#id = id;
  }

  /** One event of any shopper and type. */
  event(timestamp: string): ShopEvent {
    const session = this.#whole(12);
    const type = types[this.#whole(types.length)] ?? "page_view";
    this.#count += 1;
    return {
      event_id: `${this.#id} ${this.#count}`,
      timestamp,
      session_id: `session-${session} ${this.#id}`,
      // Two sessions of each shopper, on one device each.
      user_id: `user-${session % 6} ${this.#id}`,
      device_type: devices[session % devices.length] ?? "mobile",
      ...this.#own(type),
    } as ShopEvent;
  }

  #own(type: ShopEvent["type"]) {
    const product = this.#whole(25);
    const bought = {
      product_id: `product-${product}`,
      category: categories[product % categories.length],
      quantity: 1 + this.#whole(3),
    };
    switch (type) {
      case "page_view":
        return { type, page: `/products/product-${product}` };
      case "search":
        return { type, query: "rain barrel", result_count: this.#whole(50), filters: { colour: "green" } };
      case "add_to_cart":
        return { type, ...bought };
      case "purchase":
        return {
          type,
          ...bought,
          order_id: `order-${this.#count}`,
          amount: `${this.#whole(400)}.${String(this.#whole(100)).padStart(2, "0")}`,
          payment_method: "card",
          shipping_address: address,
        };
    }
  }

  #whole(below: number): number {
    return Math.floor(this.#random() * below);
  }
}
