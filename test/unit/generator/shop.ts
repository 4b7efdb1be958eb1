import { compileDomain, type EventPlan, type Plan } from "@millrace/domain";
import {
  EventSource,
  type EventSourceOptions,
  type GeneratedEvent,
  generatorSources,
} from "@millrace/generator";

/** A full hour of a winter's day. */
export const startMs = Date.parse("2026-01-15T10:00:00Z");

const shopYaml = `
domain: shop
entity: { name: shop_event, primary_key: event_id }
streams:
  shop_events:
    topic: shop.events
    key: session_id
    event_time: { attribute: ts, unit: iso, column: occurred_at }
    attributes:
      event_id: { type: string, format: uuid }
      ts: { type: timestamp }
      user_id: { type: long, min: 1 }
      session_id: { type: string, max_length: 36 }
      device: { type: enum, values: [phone, tablet, desktop] }
    types:
      page_view: { attributes: { page: { type: string, min_length: 1, max_length: 200 } } }
      view_item: { attributes: { item: { type: string }, price: { type: money, currency: EUR, unit: major }, category: { type: string } } }
      add_to_cart: { attributes: { item: { type: string }, price: { type: money, currency: EUR, unit: major }, category: { type: string } } }
      purchase: { attributes: { total: { type: money, currency: EUR } , coupon: { type: string, optional: true } } }
`;

const profileYaml = `
generator:
  rate: 10 per second
  values:
    user_id: { keys: 100, skew: 1 }
    device: { choices: { phone: 6, tablet: 1, desktop: 3 }, per: user }
    item: { keys: 50, skew: 1.1, text: "item-{key}" }
    price: { between: [1, 200], by: item }
    category: { choices: [books, games, tools], by: item }
  journeys:
    buyer:
      weight: 3
      start: page_view
      steps:
        page_view: { next: { view_item: 0.8, end: 0.2 }, think_time: 8 seconds }
        view_item: { next: { view_item: 0.5, add_to_cart: 0.3, end: 0.2 }, think_time: 20 seconds }
        add_to_cart: { next: { purchase: 0.5, end: 0.5 }, think_time: 5 seconds, keep: [item] }
        purchase: {}
    visitor:
      start: page_view
      steps: { page_view: { next: { page_view: 1, end: 1 } } }
`;

/** The plan of a shop; `profile` is its generator's YAML, a part of the file. */
export function shopPlan(profile = profileYaml): Plan {
  const domain = { path: "sql/shop/domain.yaml", text: shopYaml + profile };
  return compileDomain({ domain, statements: [], connectors: [] }, { stage: "test" });
}

/** An event type of a plan. */
export function eventPlan(plan: Plan, name: string): EventPlan {
  const found = plan.events.find((event) => event.name === name);
  if (found === undefined) throw new Error(`no event type ${name}`);
  return found;
}

/** Generates from a plan. */
export function generate(
  plan: Plan,
  options: Partial<EventSourceOptions> & Pick<EventSourceOptions, "count" | "durationMs">,
): readonly GeneratedEvent[] {
  return [...new EventSource({ sources: generatorSources(plan), seed: 7, startMs, ...options })];
}

/** The values of an attribute. */
export function valuesOf(events: readonly GeneratedEvent[], attribute: string): readonly unknown[] {
  return events.map(({ event }) => (event as Record<string, unknown>)[attribute]);
}
