import { compileDomain, type EventPlan, type Plan } from "@millrace/domain";

const yaml = `
domain: shop
entity: { name: event, primary_key: event_id }
streams:
  shop_events:
    doc: What happens in the shop.
    topic: events
    key: shop_id
    type: kind
    event_time: { attribute: ts, unit: millis, column: happened_at }
    attributes:
      event_id: { type: string, generated: uuid, max_length: 64 }
      shop_id: { type: string, min_length: 1 }
      ts: { type: timestamp, unit: millis }
    types:
      opened: { doc: The doors are open. }
      purchase:
        doc: Somebody bought something.
        attributes:
          total: { type: money, currency: USD, unit: major }
          tip: { type: money, unit: major, optional: true }
          weight: { type: decimal, precision: 12, scale: 3 }
          device: { type: enum, values: [desktop, mobile] }
          lines:
            type: array
            items:
              type: record
              fields:
                product: { type: string }
                count: { type: int, min: 1 }
                price: { type: money }
          labels: { type: map, values: { type: long } }
          rating: { type: double, optional: true }
          is_gift: { type: boolean, default: false }
          paid_at: { type: timestamp, optional: true }
events:
  refund:
    table: refunds
    topic: refunds
    key: [shop_id, number]
    event_time: { attribute: refunded_at }
    attributes:
      event_id: { type: string, generated: uuid }
      shop_id: { type: string }
      number: { type: long }
      refunded_at: { type: timestamp }
`;

/** The plan of a shop whose two first types of events share a stream. */
export const shopPlan: Plan = compileDomain(
  { domain: { path: "sql/shop/domain.yaml", text: yaml }, statements: [], connectors: [] },
  { stage: "test" },
);

/** What may be sent to it. */
export const shopEvents: readonly EventPlan[] = shopPlan.events;

/** The shop's type of event of a name. */
export function shopEvent(name: string): EventPlan {
  const event = shopEvents.find((each) => each.name === name);
  if (event === undefined) throw new Error(`the shop has no ${name}`);
  return event;
}

/** A purchase as a caller sends it. */
export const purchase = {
  event_id: "p-1",
  shop_id: "SW19",
  ts: 1_611_662_684_123,
  total: 12.5,
  tip: { amount: "1.234", currency: "KWD" },
  weight: "-1.25",
  device: "mobile",
  lines: [{ product: "tea", count: 2, price: { amount: 625, currency: "USD" } }],
  labels: { colour: 7 },
  paid_at: "2021-01-26T13:04:44+01:00",
};
