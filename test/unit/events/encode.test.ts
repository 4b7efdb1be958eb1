import { type CheckedEvent, compileEvent, measureCodec } from "@millrace/events";
import { parseAvroSchema, parseFrame } from "@millrace/kafka";
import { describe, expect, test } from "vitest";
import { purchase, shopEvent } from "./shop-domain.ts";

const nowMs = 1_611_662_700_000;

function checked(type: string, payload: unknown): CheckedEvent {
  const parsed = compileEvent(shopEvent(type)).parse(payload, nowMs);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.event;
}

function decoded(type: string, payload: unknown): unknown {
  const plan = shopEvent(type);
  const { value } = compileEvent(plan).toRecord(checked(type, payload), { value: 7, key: 8 });
  return parseAvroSchema(plan.schema).fromBuffer(parseFrame(value ?? Buffer.alloc(0)).payload);
}

describe("the record of an event", () => {
  test("has every type of value as its topic's schema says", () => {
    expect(decoded("purchase", purchase)).toEqual({
      event_id: "p-1",
      shop_id: "SW19",
      happened_at: 1_611_662_684_123,
      kind: "purchase",
      total: 1250,
      tip: { minor_units: 1234, currency: "KWD" },
      weight: Buffer.from([0xfb, 0x1e]),
      device: "mobile",
      lines: [{ product: "tea", count: 2, price: { minor_units: 625, currency: "USD" } }],
      labels: { colour: 7 },
      rating: null,
      is_gift: false,
      paid_at: 1_611_662_684_000,
    });
  });

  test("is null in what only other types have", () => {
    expect(decoded("opened", { event_id: "o-1", shop_id: "M1", ts: 1_611_662_684_123 })).toMatchObject({
      kind: "opened",
      total: null,
      lines: null,
      is_gift: null,
    });
  });

  test("has a bare key, the event's time and the headers", () => {
    const headers = { "correlation-id": "c-1" };
    const record = compileEvent(shopEvent("purchase")).toRecord(
      checked("purchase", purchase),
      { value: 7 },
      headers,
    );
    expect(record).toMatchObject({ topic: "test.streaming.events", timestampMs: 1_611_662_684_123, headers });
    expect(record.key?.toString()).toBe("SW19");
    expect(parseFrame(record.value ?? Buffer.alloc(0)).schemaId).toBe(7);
  });

  test("has a framed Avro key of several columns", () => {
    const plan = shopEvent("refund");
    const event = checked("refund", { shop_id: "M1", number: 5, refunded_at: "2021-01-26T12:00:00Z" });
    const { key } = compileEvent(plan).toRecord(event, { value: 7, key: 8 });
    const { schemaId, payload } = parseFrame(key ?? Buffer.alloc(0));
    expect(schemaId).toBe(8);
    expect(plan.key.format === "avro" && parseAvroSchema(plan.key.schema).fromBuffer(payload)).toEqual({
      shop_id: "M1",
      number: 5,
    });
  });

  test("has no headers where none are given", () => {
    const record = compileEvent(shopEvent("purchase")).toRecord(checked("purchase", purchase), { value: 7 });
    expect(record).not.toHaveProperty("headers");
  });
});

describe("decimals", () => {
  test.each([
    ["0", "00"],
    ["0.127", "7f"],
    ["0.128", "0080"],
    ["-0.128", "80"],
    ["-0.129", "ff7f"],
    ["0.255", "00ff"],
    ["-0.001", "ff"],
    ["999999999.999", "00e8d4a50fff"],
    [1.5, "05dc"],
    [-1e-3, "ff"],
  ])("encode %s as the bytes %s", (weight, hex) => {
    const { value } = checked("purchase", { ...purchase, weight });
    expect((value["weight"] as Buffer).toString("hex")).toBe(hex);
  });

  test.each([1e9, "1000000000", "0.0001", "1,5", null, 1e-7])("refuse %s", (weight) => {
    expect(compileEvent(shopEvent("purchase")).parse({ ...purchase, weight }, nowMs)).toMatchObject({
      problems: [
        {
          path: ["weight"],
          expected: "a number, or its text, of at most 9 digits before the point and 3 behind it",
        },
      ],
    });
  });
});

describe("the identity of an event", () => {
  test("is what its caller says", () => {
    expect(checked("purchase", purchase).id).toBe("p-1");
  });

  test("is made when its caller says nothing", () => {
    const { event_id: _, ...rest } = purchase;
    const [first, second] = [checked("purchase", rest), checked("purchase", rest)];
    expect(first.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(first.value["event_id"]).toBe(first.id);
    expect(second.id).not.toBe(first.id);
  });
});

describe("the type of an event", () => {
  test("may stand in the payload", () => {
    expect(checked("purchase", { ...purchase, kind: "purchase" }).value["kind"]).toBe("purchase");
  });

  test("cannot be another than it is posted as", () => {
    expect(compileEvent(shopEvent("purchase")).parse({ ...purchase, kind: "opened" }, nowMs)).toEqual({
      ok: false,
      problems: [{ path: ["kind"], found: '"opened"', expected: "purchase, or nothing" }],
    });
  });

  test("decides what may be sent", () => {
    const parsed = compileEvent(shopEvent("opened")).parse(purchase, nowMs);
    expect(parsed.ok ? [] : parsed.problems.map(({ expected }) => expected)).toContain(
      "no unknown key (found total)",
    );
  });
});

test("the speed of a codec is measured for a valid payload", () => {
  const codec = compileEvent(shopEvent("purchase"));
  const speed = measureCodec(codec, purchase, { events: 100, nowMs });
  expect(speed.eventsPerSecond).toBeGreaterThan(0);
  expect(() => measureCodec(codec, {}, { nowMs })).toThrow(/^the payload is not valid: /);
});

test("a schema that is not that of the columns is told without the event", () => {
  const event = checked("refund", { shop_id: "secret shop", number: 5, refunded_at: "2021-01-26T12:00:00Z" });
  const codec = compileEvent({ ...shopEvent("refund"), schema: "int" });
  const encode = () => codec.toRecord(event, { value: 1, key: 2 });
  expect(encode).toThrow(
    "a valid event shop/refund does not fit the Avro schema int, expected the schema of its columns. " +
      "The contract is not what the compiler wrote: compile the domain anew.",
  );
  expect(encode).toThrow(expect.not.objectContaining({ cause: expect.anything() }));
});
