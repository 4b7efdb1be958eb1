import { compileEvent } from "@millrace/events";
import { type Flaw, faultsOf, type GeneratedEvent } from "@millrace/generator";
import { describe, expect, test } from "vitest";
import { generate, shopPlan, startMs, valuesOf } from "./shop.ts";

const imperfect = (yaml: string) =>
  shopPlan(`\ngenerator: { rate: 10 per second, imperfections: ${yaml} }\n`);
const count = 10_000;
/** late, duplicate, out-of-order, malformed */
const exactCounts = [91, 47, 184, 311];

function flawed(events: readonly GeneratedEvent[], flaw: Flaw): readonly GeneratedEvent[] {
  return events.filter((event) => event.flaw === flaw);
}

/** How much later than its own time each event is sent, in milliseconds. */
function delays(events: readonly GeneratedEvent[]): readonly number[] {
  const times = valuesOf(events, "ts").map((ts) => Date.parse(String(ts)));
  return events.map(({ sentMs }, at) => sentMs - (times[at] ?? 0));
}

describe("imperfections", () => {
  const all = imperfect(
    "{ late: 1%, late_by: 2 minutes, duplicate: 0.5%, out_of_order: 2%, out_of_order_by: 5 seconds, malformed: 3% }",
  );
  const events = generate(all, { count });

  test("come in exactly these numbers with this seed", () => {
    const numbers = (["late", "duplicate", "out-of-order", "malformed"] as const).map(
      (flaw) => flawed(events, flaw).length,
    );
    expect(numbers).toEqual(exactCounts);
    expect(events).toHaveLength(count + (exactCounts[1] ?? 0));
  });

  test("send a late event when its time is long past", () => {
    const late = delays(flawed(events, "late"));
    expect(Math.min(...late)).toBeGreaterThanOrEqual(60_000);
    expect(Math.max(...late)).toBeLessThan(181_000);
  });

  test("let other events overtake by no more than is said", () => {
    const overtaken = delays(flawed(events, "out-of-order"));
    expect(Math.max(...overtaken)).toBeLessThan(5_002);
    expect(Math.max(...overtaken)).toBeGreaterThan(4_000);
  });

  test("send a duplicate with the id and content of its event", () => {
    const duplicates = flawed(events, "duplicate");
    for (const duplicate of duplicates) {
      const same = events.filter(({ event }) => event === duplicate.event);
      expect(same.map(({ flaw }) => flaw)).toEqual([undefined, "duplicate"]);
    }
  });

  test("leave the others in time", () => {
    const good = events.filter(({ flaw }) => flaw === undefined);
    expect(Math.max(...delays(good))).toBeLessThan(2);
  });

  test("still send events in the order in which they arrive", () => {
    const times = events.map(({ sentMs }) => sentMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe("clock drift", () => {
  const drifting = shopPlan(`
generator:
  rate: 10 per second
  values: { user_id: { keys: 200 } }
  imperfections: { clock_drift: 10%, clock_drift_by: 3 minutes }
`);
  const events = generate(drifting, { count });
  const offsets = new Map<unknown, Set<number>>();
  valuesOf(events, "user_id").forEach((user, at) => {
    const offset = Math.round((delays(events)[at] ?? 0) / 10) * 10;
    offsets.set(user, (offsets.get(user) ?? new Set()).add(offset));
  });

  test("is the same all the time for one user", () => {
    expect([...offsets.values()].filter(({ size }) => size > 2)).toEqual([]);
  });

  test("has the given share of the users, ahead and behind", () => {
    const off = [...offsets.values()].map((each) => Math.max(...each)).filter((ms) => Math.abs(ms) > 100);
    expect(off.length / offsets.size).toBeCloseTo(0.1, 1);
    expect(off.some((ms) => ms > 0) && off.some((ms) => ms < 0)).toBe(true);
    expect(Math.max(...off.map(Math.abs))).toBeLessThanOrEqual(180_010);
  });
});

describe("malformed payloads", () => {
  const plan = imperfect("{ malformed: 100% }");

  test.each(plan.events.map((event) => [event.name, event] as const))(
    "of %s are refused by the codec, each way",
    (name, event) => {
      const codec = compileEvent(event);
      const whole = shopPlan("\ngenerator: { rate: 10 per second }\n");
      const { event: good } = generate(whole, { count: 500 }).find(
        ({ type, event: payload }) => type === name && hasAll(payload, event.columns.length),
      ) as GeneratedEvent;
      const right = faultsOf(event).filter((fault) => {
        const parsed = codec.parse(fault.break(good as Record<string, unknown>), startMs + 3_600_000);
        return parsed.ok;
      });
      expect(right.map((fault) => fault.name)).toEqual([]);
    },
  );

  test("are all that is sent when all are", () => {
    const codecs = new Map(plan.events.map((event) => [event.name, compileEvent(event)]));
    const events = generate(plan, { count: 500 });
    const right = events.filter(({ type, event }) => codecs.get(type)?.parse(event, startMs + 3_600_000).ok);
    expect(right).toEqual([]);
  });
});

function hasAll(payload: unknown, columns: number): boolean {
  return Object.keys(payload as object).length === columns;
}
