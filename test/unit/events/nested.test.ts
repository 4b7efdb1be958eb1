import { compileEvent } from "@millrace/events";
import { describe, expect, test } from "vitest";
import { column, eventPlan, faultsOf, nowMs, valueOf } from "./event-plan.ts";

const text = column("text", { kind: "string" });
const count = column("count", { kind: "int", min: 0 });
const address = {
  kind: "record",
  fields: [column("street", { kind: "string" }), column("zip", { kind: "string" }, { isOptional: true })],
} as const;

describe("arrays", () => {
  test("point at the elements that are wrong", () => {
    expect(faultsOf({ kind: "array", items: count }, [1, -1, "2"])).toEqual([
      "value/1: a whole number from 0 to 2147483647",
      "value/2: a whole number from 0 to 2147483647",
    ]);
  });

  test("keep their number of elements", () => {
    const type = { kind: "array", items: count, minItems: 1, maxItems: 2 } as const;
    expect([[], [1], [1, 2, 3], {}].map((value) => faultsOf(type, value))).toEqual([
      ["value: at least 1 elements"],
      [],
      ["value: at most 2 elements"],
      ["value: an array"],
    ]);
  });

  test("take null where elements are optional", () => {
    const items = { ...count, isOptional: true };
    expect(valueOf({ kind: "array", items }, [1, null])).toEqual([1, null]);
  });
});

describe("maps", () => {
  const type = { kind: "map", values: count } as const;

  test("keep every name as it is", () => {
    const value = JSON.parse('{"constructor":1,"a b":2}') as unknown;
    expect(valueOf(type, value)).toEqual(Object.assign(Object.create(null), { constructor: 1, "a b": 2 }));
  });

  test("point at the values that are wrong", () => {
    expect(faultsOf(type, { a: 1, b: "x" })).toEqual(["value/b: a whole number from 0 to 2147483647"]);
    expect(faultsOf(type, [1])).toEqual(["value: an object"]);
  });

  test("refuse names that readers would lose", () => {
    expect(faultsOf(type, JSON.parse('{"__proto__":1,"a\\u0000":1}'))).toEqual([
      "value/__proto__: a key other than __proto__",
      "value/a\0: a key of well-formed Unicode text without the NUL character",
    ]);
  });
});

describe("records", () => {
  test("have null for optional attributes that are missing", () => {
    expect(valueOf(address, { street: "High Street" })).toEqual({ street: "High Street", zip: null });
    expect(valueOf(address, { street: "High Street", zip: null })).toEqual({
      street: "High Street",
      zip: null,
    });
  });

  test("point at what is missing and what is unknown", () => {
    expect(faultsOf(address, { stret: 1 })).toEqual([
      "value/street: a string",
      "value: no unknown key (found stret)",
    ]);
  });

  test("nest as deep as they are declared", () => {
    const deep = {
      kind: "array",
      items: column("item", { kind: "map", values: column("value", address) }),
    } as const;
    expect(faultsOf(deep, [{ home: { street: 5 } }])).toEqual(["value/0/home/street: a string"]);
  });
});

describe("a payload", () => {
  const codec = compileEvent(eventPlan([text, { ...count, default: 3 }]));
  const parse = (payload: unknown) => codec.parse(payload, nowMs);
  const ts = "2021-01-26T12:00:00Z";

  test.each([[null], [5], ["{}"], [[]], [undefined]])("is an object, not %j", (payload) => {
    expect(parse(payload)).toMatchObject({ problems: [{ path: [], expected: "an object" }] });
  });

  test("gets the defaults of what it leaves out", () => {
    expect(parse({ text: "a", ts })).toMatchObject({ ok: true, event: { value: { text: "a", count: 3 } } });
  });

  test("does not take null for a default", () => {
    expect(parse({ text: "a", count: null, ts })).toMatchObject({
      problems: [{ path: ["count"], found: "null" }],
    });
  });

  test("is told the names that were probably meant", () => {
    expect(parse({ text: "a", ts, cuont: 1, colour: 2 })).toMatchObject({
      problems: [
        { path: [], expected: "no unknown key (found cuont)", suggestion: "count" },
        { path: [], expected: "no unknown key (found colour)" },
      ],
    });
  });

  test("is told the enum value that was probably meant", () => {
    const device = column("device", { kind: "enum", values: ["desktop", "mobile"] });
    const parsed = compileEvent(eventPlan([device])).parse({ device: "dekstop", ts }, nowMs);
    expect(parsed).toMatchObject({ problems: [{ path: ["device"], suggestion: "desktop" }] });
  });

  test("cannot reach a prototype", () => {
    const parsed = parse(JSON.parse(`{"__proto__":{"polluted":1},"text":"a","ts":"${ts}"}`));
    expect(parsed).toMatchObject({ problems: [{ expected: "no unknown key (found __proto__)" }] });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("inherits no attribute", () => {
    const inherited = compileEvent(eventPlan([column("constructor", { kind: "string" })]));
    expect(inherited.parse({ ts }, nowMs)).toMatchObject({
      problems: [{ path: ["constructor"], found: "nothing", expected: "a string" }],
    });
    expect(inherited.parse({ constructor: "a", ts }, nowMs)).toMatchObject({ ok: true });
  });

  test("of nonsense is told a hundred problems and how many more there are", () => {
    const nonsense = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`key_${at}`, at]));
    const parsed = parse(nonsense);
    const problems = parsed.ok ? [] : parsed.problems;
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toEqual({ path: [], found: "49902 more problems", expected: "none" });
    expect(parse({ text: "a", ts }).ok).toBe(true);
  });

  test("is left as it was", () => {
    const payload = Object.freeze({ text: "a", ts });
    parse(payload);
    expect(payload).toEqual({ text: "a", ts });
  });

  test("has no problems of the payload before it", () => {
    expect([parse({}).ok, parse({ text: "a", ts }).ok]).toEqual([false, true]);
  });
});
