import type { UserEvent } from "./user-event.ts";

/** What each rule says of an event that breaks it. */
export const reasons = {
  "page-view-without-address": "page_url is missing, or does not begin with http:// or https:// and a host",
  "search-without-text": "search_text is missing or blank",
  "cart-without-product": "product_id is missing or blank",
  "cart-quantity-out-of-range": "quantity is missing or not from 1 to 999",
  "cart-price-below-zero": "unit_price is missing or below zero",
  "purchase-without-order": "order_id is missing or blank",
  "purchase-without-items": "items is missing or empty",
  "purchase-total-below-zero": "total is missing or below zero",
  "sign-in-without-method": "method is missing or blank",
} as const;

export type BrokenRule = keyof typeof reasons;

/** The first rule of its type that an event breaks. */
export function brokenRule(event: UserEvent): BrokenRule | undefined {
  switch (event.event_type) {
    case "page_view":
      return isWebAddress(event.page_url) ? undefined : "page-view-without-address";
    case "search":
      return isBlank(event.search_text) ? "search-without-text" : undefined;
    case "add_to_cart":
    case "remove_from_cart":
      return brokenByCart(event);
    case "purchase":
      return brokenByPurchase(event);
    case "sign_up":
    case "sign_in":
      return isBlank(event.method) ? "sign-in-without-method" : undefined;
  }
  return undefined;
}

function brokenByCart({ product_id, quantity = 0, unit_price = -1 }: UserEvent): BrokenRule | undefined {
  if (isBlank(product_id)) return "cart-without-product";
  if (quantity < 1 || quantity > 999) return "cart-quantity-out-of-range";
  return unit_price < 0 ? "cart-price-below-zero" : undefined;
}

function brokenByPurchase({ order_id, items = [], total = -1 }: UserEvent): BrokenRule | undefined {
  if (isBlank(order_id)) return "purchase-without-order";
  if (items.length === 0) return "purchase-without-items";
  return total < 0 ? "purchase-total-below-zero" : undefined;
}

/** What a user agent says of the device. */
export function deviceClass(userAgent: string | undefined): string {
  if (isBlank(userAgent)) return "unknown";
  const words = userAgent?.toLowerCase() ?? "";
  const says = (...parts: readonly string[]) => parts.some((part) => words.includes(part));
  if (/bot\b/.test(words) || says("crawler", "spider")) return "bot";
  if (says("ipad", "tablet") || (says("android") && !says("mobile"))) return "tablet";
  return says("mobi", "iphone", "android") ? "mobile" : "desktop";
}

/** The country of a locale such as `en-GB` or `zh_Hant_TW`. */
export function region(locale: string | undefined): string {
  const [language, ...others] = (locale ?? "").split(/[-_]/);
  const [first = "", second = ""] = others;
  if (language === undefined || !/^[a-z]{2,3}$/i.test(language)) return "unknown";
  const country = /^[a-z]{4}$/i.test(first) ? second : first;
  return /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : "unknown";
}

function isBlank(text: string | undefined): boolean {
  return (text ?? "").trim() === "";
}

function isWebAddress(address: string | undefined): boolean {
  if (address === undefined || !/^https?:\/\/[^/]/i.test(address) || !URL.canParse(address)) return false;
  return new URL(address).host !== "";
}
