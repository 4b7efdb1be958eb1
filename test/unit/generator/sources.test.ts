import { compileDomain } from "@millrace/domain";
import { compileEvent } from "@millrace/events";
import { EventSource, generatorSources } from "@millrace/generator";
import { describe, expect, test } from "vitest";
import { generate, shopPlan, startMs, valuesOf } from "./shop.ts";

/** A domain of one event with these attributes, beside an identifier and a time; without a profile unless one is given. */
function planOf(attributes: string, generator = "") {
  const text = `
domain: things
entity: { name: thing, primary_key: id }
events:
  thing:
    table: things
    topic: thing
    key: id
    event_time: { attribute: at, unit: seconds }
    attributes:
      id: { type: long, min: 1 }
      at: { type: timestamp }
${attributes
  .trim()
  .split("\n")
  .map((line) => `      ${line.trim()}`)
  .join("\n")}
${generator}`;
  const domain = { path: "sql/things/domain.yaml", text };
  return compileDomain({ domain, statements: [], connectors: [] }, { stage: "test" });
}

function problemsOf(plan: ReturnType<typeof planOf>, count = 500): readonly unknown[] {
  const codec = compileEvent(plan.events[0] as (typeof plan.events)[number]);
  return generate(plan, { count }).flatMap(({ event }) => {
    const parsed = codec.parse(event, startMs + 86_400_000);
    return parsed.ok ? [] : [parsed.problems, event];
  });
}

describe("a domain without a profile", () => {
  test.each([
    [
      "texts",
      "a: { type: string }\nb: { type: string, min_length: 30, max_length: 40 }\nc: { type: string, max_length: 3 }",
    ],
    [
      "formats",
      ["uuid", "email", "uri", "ipv4", "ipv6", "date"]
        .map((f, at) => `f${at}: { type: string, format: ${f} }`)
        .join("\n"),
    ],
    [
      "numbers",
      "a: { type: int }\nb: { type: int, min: -5, max: -1 }\nc: { type: long, max: 3 }\nd: { type: double, min: 0, max: 1 }",
    ],
    ["patterns with an example", 'a: { type: string, pattern: "^[A-Z]{3}$", example: ABC }'],
    [
      "amounts",
      "a: { type: money, currency: JPY, unit: major }\nb: { type: money, currency: EUR }\nc: { type: money }\nd: { type: decimal, precision: 6, scale: 3 }",
    ],
    [
      "one of several",
      "a: { type: enum, values: [red, green] }\nb: { type: boolean }\nc: { type: timestamp, unit: millis }",
    ],
    [
      "nested values",
      "a: { type: array, items: { type: string }, min_items: 2, max_items: 4 }\nb: { type: map, values: { type: double } }\nc: { type: record, fields: { x: { type: int }, y: { type: string, optional: true } } }",
    ],
    ["optional and default values", "a: { type: string, optional: true }\nb: { type: int, default: 3 }"],
  ])("generates %s that its event type allows", (_, attributes) => {
    expect(problemsOf(planOf(attributes))).toEqual([]);
  });

  test("says what is missing for a pattern without an example", () => {
    const plan = planOf('code: { type: string, pattern: "^[A-Z]{3}$" }');
    expect(() => generate(plan, { count: 1 })).toThrow(
      "things.thing.code has the pattern ^[A-Z]{3}$ and no example: nothing says what its values are like; give it an example, or generator.values.code.choices, in domain.yaml",
    );
  });

  test("gives every event another identifier", () => {
    expect(new Set(valuesOf(generate(planOf("a: { type: int }"), { count: 5_000 }), "id")).size).toBe(5_000);
  });
});

describe("values of a profile", () => {
  test("walk from a user's last value by no more than a step", () => {
    const plan = planOf(
      "sensor: { type: string }\ndegrees: { type: double, min: -40, max: 60 }",
      'generator: { user: sensor, values: { sensor: { keys: 3, text: "sensor-{key}" }, degrees: { between: [15, 25], step: 0.5 } } }',
    );
    const events = generate(plan, { count: 3_000 });
    const last = new Map<unknown, number>();
    const steps = events.map(({ event }) => {
      const { sensor, degrees } = event as { sensor: string; degrees: number };
      const step = Math.abs(degrees - (last.get(sensor) ?? degrees));
      last.set(sensor, degrees);
      return step;
    });
    expect(new Set(last.keys())).toEqual(new Set(["sensor-1", "sensor-2", "sensor-3"]));
    expect(Math.max(...steps)).toBeLessThanOrEqual(0.5 + 1e-9);
    expect(problemsOf(plan)).toEqual([]);
  });

  test("are chosen by weight, in the attribute's own type", () => {
    const plan = planOf(
      "level: { type: int }\nis_new: { type: boolean }",
      "generator: { values: { level: { choices: { 1: 9, 2: 1 } }, is_new: { choices: { true: 1 } } } }",
    );
    const events = generate(plan, { count: 2_000 });
    const levels = valuesOf(events, "level");
    expect(levels.filter((level) => level === 1).length / 2_000).toBeCloseTo(0.9, 1);
    expect(new Set(valuesOf(events, "is_new"))).toEqual(new Set([true]));
  });
});

describe("generatorSources", () => {
  const plan = shopPlan();

  test("restricts to event types, each by itself", () => {
    const sources = generatorSources(plan, { types: ["purchase"] });
    const events = [...new EventSource({ sources, seed: 1, startMs, count: 50 })];
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(["purchase"]));
  });

  test("takes other imperfections than the profile's", () => {
    const sources = generatorSources(plan, { imperfections: { duplicateShare: 1 } });
    expect([...new EventSource({ sources, seed: 1, startMs, count: 50 })]).toHaveLength(100);
  });

  test("names a domain or event type that does not exist", () => {
    expect(() => generatorSources(plan, { domains: ["shp"] })).toThrow(
      'there is no domain "shp", only shop; did you mean "shop"?',
    );
    expect(() => generatorSources(plan, { types: ["purchas"] })).toThrow('did you mean "purchase"?');
  });

  test("chooses event types by the profile's mix", () => {
    const mixed = shopPlan("\ngenerator: { mix: { purchase: 1, view_item: 3 } }\n");
    const types = generate(mixed, { count: 4_000 }).map(({ type }) => type);
    expect(types.filter((type) => type === "purchase").length / 4_000).toBeCloseTo(0.25, 1);
    expect(new Set(types).size).toBe(2);
  });
});
