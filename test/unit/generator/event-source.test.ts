import { compileEvent } from "@millrace/events";
import { eventLine, type GeneratedEvent } from "@millrace/generator";
import { describe, expect, test } from "vitest";
import { eventPlan, generate, shopPlan, startMs, valuesOf } from "./shop.ts";

const plan = shopPlan();
const lines = (events: readonly GeneratedEvent[]) => events.map(eventLine).join("");
const bySession = (events: readonly GeneratedEvent[]) => {
  const sessions = new Map<unknown, GeneratedEvent[]>();
  for (const event of events) {
    const [session] = valuesOf([event], "session_id");
    sessions.set(session, [...(sessions.get(session) ?? []), event]);
  }
  return sessions;
};
const share = (count: number, of: number) => Math.round((count / of) * 100) / 100;

describe("EventSource", () => {
  test("gives the same bytes for the same seed", () => {
    const once = lines(generate(plan, { count: 2_000 }));
    expect(lines(generate(shopPlan(), { count: 2_000 }))).toBe(once);
  });

  test("gives other events for another seed", () => {
    const ids = new Set(valuesOf(generate(plan, { count: 500 }), "event_id"));
    const others = valuesOf(generate(plan, { count: 500, seed: 8 }), "event_id");
    expect(others.filter((id) => ids.has(id))).toEqual([]);
  });

  test("makes exactly as many events as are asked for", () => {
    expect(generate(plan, { count: 1 })).toHaveLength(1);
    expect(generate(plan, { count: 1234 })).toHaveLength(1234);
  });

  test("fills the event time that it is given", () => {
    const times = generate(plan, { durationMs: 60_000 }).map(({ sentMs }) => sentMs);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(startMs);
    expect(Math.max(...times)).toBeLessThan(startMs + 60_000);
  });

  test("makes only what the event types allow", () => {
    const codecs = new Map(plan.events.map((event) => [event.name, compileEvent(event)]));
    const problems = generate(plan, { count: 3_000 }).flatMap(({ type, event }) => {
      const parsed = codecs.get(type)?.parse(event, startMs + 86_400_000);
      return parsed?.ok === true ? [] : [parsed];
    });
    expect(problems).toEqual([]);
  });

  test("sends events in the order of their times", () => {
    const times = generate(plan, { count: 2_000 }).map(({ sentMs }) => sentMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("interleaves the journeys of many users", () => {
    const users = valuesOf(generate(plan, { durationMs: 60_000, ratePerSecond: 50 }), "user_id");
    expect(new Set(users.slice(-20)).size).toBeGreaterThan(5);
  });

  test("keeps the mean rate, ramp-up of journeys left out", () => {
    const events = generate(plan, { durationMs: 3_600_000 });
    expect(events.length / 3_600).toBeGreaterThan(9.5);
    expect(events.length / 3_600).toBeLessThan(10.5);
  });
});

describe("journeys", () => {
  const events = generate(plan, { count: 20_000 });
  const journeys = bySession(events);
  const finished = [...journeys.values()].slice(0, 2_000);

  test("have one user and one session all through", () => {
    for (const journey of finished) expect(new Set(valuesOf(journey, "user_id")).size).toBe(1);
  });

  test("start where they are said to", () => {
    expect(new Set(finished.map(([first]) => first?.type))).toEqual(new Set(["page_view"]));
  });

  test("go on with the given probabilities", () => {
    const steps = finished.flatMap((journey) =>
      journey.flatMap(({ type }, at) => (type === "view_item" ? [journey[at + 1]?.type ?? "end"] : [])),
    );
    const next = (type: string) => share(steps.filter((each) => each === type).length, steps.length);
    expect(next("view_item")).toBeCloseTo(0.5, 1);
    expect(next("add_to_cart")).toBeCloseTo(0.3, 1);
    expect(next("end")).toBeCloseTo(0.2, 1);
  });

  test("take the given time to think", () => {
    const gaps = finished.flatMap((journey) =>
      journey.flatMap((event, at) => {
        const next = journey[at + 1];
        return event.type === "view_item" && next !== undefined ? [next.sentMs - event.sentMs] : [];
      }),
    );
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(Math.round(mean / 1000)).toBeGreaterThanOrEqual(18);
    expect(Math.round(mean / 1000)).toBeLessThanOrEqual(22);
  });

  test("put into the cart what was looked at", () => {
    const carts = finished.flatMap((journey) =>
      journey.flatMap((event, at) =>
        event.type === "add_to_cart" ? [[journey[at - 1], event] as const] : [],
      ),
    );
    expect(carts.length).toBeGreaterThan(100);
    for (const [viewed, added] of carts)
      expect(valuesOf([added], "item")).toEqual(valuesOf([viewed as GeneratedEvent], "item"));
  });
});

describe("values", () => {
  const events = generate(plan, { count: 20_000 });
  const items = events.filter(({ type }) => type === "view_item");

  test("are skewed by Zipf's law", () => {
    const keys = valuesOf(items, "item");
    const count = (key: number) => keys.filter((each) => each === `item-${key}`).length;
    expect(count(1) / count(2)).toBeCloseTo(2 ** 1.1, 0);
    expect(count(1) / count(10)).toBeGreaterThan(9);
  });

  test("depend on another attribute where they are said to", () => {
    const seenOf = new Map<unknown, Set<unknown>>();
    const [prices, categories] = [valuesOf(items, "price"), valuesOf(items, "category")];
    valuesOf(items, "item").forEach((item, at) => {
      const seen = seenOf.get(item) ?? new Set();
      seenOf.set(item, seen.add(`${String(prices[at])} ${String(categories[at])}`));
    });
    expect([...seenOf.values()].filter(({ size }) => size !== 1)).toEqual([]);
  });

  test("stay the same for a user, in the given shares", () => {
    const devices = new Map<unknown, Set<unknown>>();
    for (const { event } of events) {
      const { user_id, device } = event as { user_id: number; device: string };
      devices.set(user_id, (devices.get(user_id) ?? new Set()).add(device));
    }
    expect([...devices.values()].filter(({ size }) => size !== 1)).toEqual([]);
    expect([...devices.values()].filter((each) => each.has("phone")).length).toBeGreaterThan(45);
  });

  test("leave optional attributes out one time in ten", () => {
    const coupons = valuesOf(
      generate(plan, { count: 40_000 }).filter(({ type }) => type === "purchase"),
      "coupon",
    );
    expect(share(coupons.filter((coupon) => coupon === undefined).length, coupons.length)).toBeCloseTo(
      0.1,
      1,
    );
  });

  test("come in the order of the event type", () => {
    const attributes = eventPlan(plan, "view_item").columns.map(({ attribute }) => attribute);
    expect(Object.keys(items[0]?.event as object)).toEqual(attributes);
  });
});
