import { compileEvent } from "@millrace/events";
import { encodeFramed, parseAvroSchema, parseFrame } from "@millrace/kafka";
import fc from "fast-check";
import { expect, test } from "vitest";
import { purchase, shopEvent, shopEvents } from "./shop-domain.ts";

const nowMs = 1_611_662_700_000;
const codecs = shopEvents.map((event) => compileEvent(event));

test("no JSON whatsoever makes a codec throw", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (payload) => {
      for (const codec of codecs) expect(typeof codec.parse(payload, nowMs).ok).toBe("boolean");
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("what is accepted can be encoded and read again", () => {
  const plan = shopEvent("purchase");
  const type = parseAvroSchema(plan.schema);
  const codec = compileEvent(plan);
  const change = fc.record(
    Object.fromEntries(Object.keys(purchase).map((name) => [name, fc.jsonValue({ maxDepth: 3 })])),
    { requiredKeys: [] },
  );
  const amounts = fc.record({
    total: fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.integer().map(String)),
    weight: fc.oneof(fc.double({ noNaN: true }), fc.bigInt().map(String)),
    labels: fc.dictionary(fc.string(), fc.integer()),
    event_id: fc.string(),
  });
  fc.assert(
    fc.property(fc.oneof(change, amounts), (changed) => {
      const parsed = codec.parse({ ...purchase, ...changed }, nowMs);
      if (!parsed.ok) return;
      const { value } = codec.toRecord(parsed.event, { value: 1 });
      const payload = parseFrame(value ?? Buffer.alloc(0)).payload;
      const again = encodeFramed(1, type, type.fromBuffer(payload));
      expect(again).toEqual(value);
    }),
    { seed: 1, numRuns: 2_000 },
  );
});
