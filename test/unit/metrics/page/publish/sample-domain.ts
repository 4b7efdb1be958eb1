import type { CatalogDomain, CatalogEvent } from "../../../../../apps/metrics/page/contract/catalog.ts";

/** An event with an attribute of every kind of field. */
export const sale: CatalogEvent = {
  name: "sale",
  path: "/api/events/shop/sale",
  doc: "Somebody buys something.",
  schema: {
    type: "object",
    properties: {
      event_id: { type: "string", description: "Made when it is left out." },
      sold_at: { type: "integer", description: "Seconds since 1970, UTC." },
      city: { type: "string", minLength: 1 },
      pieces: { type: "integer" },
      weight: { type: ["number", "null"] },
      price: { type: ["number", "string"], pattern: "^[0-9]+$", "x-fraction-digits": 2 },
      is_gift: { type: "boolean" },
      payment: { type: ["string", "null"], enum: ["card", "cash", null] },
      items: { type: "array", items: { type: "string" } },
      event_type: { type: "string", const: "sale" },
    },
    required: ["sold_at", "city", "pieces"],
    additionalProperties: false,
  },
  example: { sold_at: 1_611_662_684, city: "Bern", pieces: 2, price: 24.99, items: ["tea"] },
  event_time: { attribute: "sold_at", unit: "seconds" },
  id_attribute: "event_id",
  columns: {
    event_id: "event_id",
    sold_at: "sold_at",
    city: "town",
    pieces: "pieces",
    price: "price",
    items: "items",
  },
};

/** A domain with sales by town and minute, and sales that came late. */
export const shop: CatalogDomain = {
  name: "shop",
  panels: [],
  events: [sale],
  tables: [
    {
      name: "sales_per_town",
      changelogMode: "upsert",
      primaryKey: ["window_start", "town"],
      columns: ["window_start", "town", "window_end", "sale_count"].map((name) => ({
        name,
        type: "text",
        nullable: false,
      })),
      isWindow: true,
      timeColumn: "window_start",
      groupColumns: ["town"],
      measures: ["sale_count"],
      finality: "paired",
      finalTable: "sales_per_town_final",
    },
    {
      name: "sales_late",
      changelogMode: "append",
      primaryKey: ["event_id"],
      columns: ["event_id", "town"].map((name) => ({ name, type: "text", nullable: false })),
      isWindow: false,
      groupColumns: ["event_id"],
      measures: [],
      finality: "always",
    },
  ],
};
