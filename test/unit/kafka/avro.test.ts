import {
  AvroDecoder,
  AvroFrameError,
  AvroPayloadError,
  AvroValueError,
  encodeFramed,
  parseAvroSchema,
  parseFrame,
} from "@millrace/kafka";
import { describe, expect, test } from "vitest";

const schema = {
  type: "record",
  name: "view",
  fields: [
    { name: "user_id", type: "long" },
    { name: "postcode", type: "string" },
    { name: "viewed_at", type: { type: "long", logicalType: "timestamp-millis" } },
  ],
};
const type = parseAvroSchema(schema);
const view = { user_id: 1234, postcode: "SW19", viewed_at: 1_611_662_684_000 };

function roundTrip(value: unknown): unknown {
  return type.fromBuffer(parseFrame(encodeFramed(7, type, value)).payload);
}

describe("encodeFramed", () => {
  test("writes a zero byte, the id and the Avro bytes", () => {
    const frame = encodeFramed(258, type, view);
    expect(frame.subarray(0, 5)).toEqual(Buffer.from([0, 0, 0, 1, 2]));
    expect(frame.subarray(5)).toEqual(type.toBuffer(view));
  });

  test("never writes to an earlier frame again", () => {
    const frames = Array.from({ length: 5000 }, (_, i) => encodeFramed(7, type, { ...view, user_id: i }));
    const users = frames.map((frame) => (type.fromBuffer(frame.subarray(5)) as typeof view).user_id);
    expect(users).toEqual(frames.map((_, i) => i));
  });

  test("takes values larger than its block", () => {
    const postcode = "é".repeat(100_000);
    expect(roundTrip({ ...view, postcode })).toMatchObject({ postcode });
  });

  test("keeps working after a value that does not fit", () => {
    expect(() => encodeFramed(7, type, {})).toThrow(AvroValueError);
    expect(roundTrip(view)).toEqual(view);
  });

  test("names every path that does not fit", () => {
    expect(() => encodeFramed(7, type, { ...view, user_id: "1", postcode: 3 })).toThrow(
      "the value does not fit Avro schema view at user_id, postcode",
    );
  });
});

describe("longs", () => {
  test.each([0, -1, 2 ** 31, -(2 ** 31), -(2 ** 33) - 7, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
    "%d stays a number",
    (value) => {
      expect(roundTrip({ ...view, user_id: value, viewed_at: value })).toMatchObject({
        user_id: value,
        viewed_at: value,
      });
    },
  );

  test.each([2n ** 53n, -(2n ** 63n), 2n ** 63n - 1n])("%d stays exact as a bigint", (value) => {
    expect(roundTrip({ ...view, user_id: value })).toMatchObject({ user_id: value });
  });

  test.each([2 ** 53, 1.5, Number.NaN, 2n ** 63n])("%d is refused", (value) => {
    expect(() => roundTrip({ ...view, user_id: value })).toThrow("at user_id");
  });
});

describe("parseFrame", () => {
  test("says how bytes differ from a frame", () => {
    expect(() => parseFrame(Buffer.from("abc"))).toThrow(AvroFrameError);
    expect(() => parseFrame(Buffer.from("abc"))).toThrow("it has 3 bytes");
    expect(() => parseFrame(Buffer.from('{"a":1}'))).toThrow("its first byte is 123");
  });
});

describe("AvroDecoder", () => {
  test("reads with the schema that the id names, fetched once", async () => {
    const asked: number[] = [];
    const decoder = new AvroDecoder({ schemaById: async (id) => (asked.push(id), schema) });
    expect(await decoder.decode(encodeFramed(7, type, view))).toEqual(view);
    expect(await decoder.decode(encodeFramed(7, type, view))).toEqual(view);
    expect(asked).toEqual([7]);
  });

  test("names the schema id of bytes that are cut short", async () => {
    const decoder = new AvroDecoder({ schemaById: async () => schema });
    const promise = decoder.decode(encodeFramed(7, type, view).subarray(0, 8));
    await expect(promise).rejects.toThrow(AvroPayloadError);
    await expect(promise).rejects.toThrow("the value cannot be read with schema id 7");
  });
});
