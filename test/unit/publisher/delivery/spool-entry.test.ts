import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeEntry, emptyEntry, encodeEntry } from "../../../../apps/publisher/src/delivery/spool-entry.ts";
import { recordOf } from "./store-over.ts";

const bytes = fc.uint8Array().map((array) => Buffer.from(array));
const record = fc.record(
  {
    topic: fc.string(),
    eventId: fc.string({ unit: "grapheme" }),
    deadLetterTopic: fc.string(),
    key: fc.option(bytes),
    value: fc.option(bytes),
    timestampMs: fc.integer(),
    headers: fc.dictionary(fc.string(), fc.string({ unit: "grapheme" })),
  },
  { requiredKeys: ["topic", "eventId", "deadLetterTopic", "key", "value", "timestampMs"] },
);

test("a record is decoded as it was encoded", () => {
  fc.assert(
    fc.property(fc.array(record), fc.maxSafeNat(), (records, spooledAtMs) => {
      const entries = records.map((each) => encodeEntry({ record: each, spooledAtMs }));
      expect(entries.map(decodeEntry)).toEqual(records.map((each) => ({ record: each, spooledAtMs })));
    }),
  );
});

test("bytes that are no entry are told, never a crash", () => {
  fc.assert(
    fc.property(bytes, (garbage) => {
      expect(["a record", "RangeError", "SyntaxError"]).toContain(
        outcomeOf(Buffer.concat([Buffer.of(1), garbage])),
      );
    }),
  );
});

test("an entry of another version is told", () => {
  expect(() => decodeEntry(Buffer.of(9))).toThrow("an entry of version 9, expected 1");
});

test("an empty entry holds no record", () => {
  expect(decodeEntry(emptyEntry)).toBeUndefined();
});

test("equal headers become one object", () => {
  const entry = (id: string) =>
    encodeEntry({
      record: { ...recordOf(id), headers: { "correlation-id": "c" } },
      spooledAtMs: 0,
    });
  const [one, other] = [entry("1"), entry("2")].map(decodeEntry);
  expect(one?.record.headers).toBe(other?.record.headers);
});

function outcomeOf(entry: Buffer): string {
  try {
    decodeEntry(entry);
    return "a record";
  } catch (error) {
    return (error as Error).name;
  }
}
