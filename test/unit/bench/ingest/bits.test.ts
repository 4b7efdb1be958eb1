import fc from "fast-check";
import { expect, it } from "vitest";
import { Bits } from "../../../bench/ingest/bits.ts";

it("holds what was added, over base64 too", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200_000)), (numbers) => {
      const bits = new Bits();
      for (const number of numbers) bits.add(number);
      expect([...Bits.fromBase64(bits.toBase64())]).toEqual(numbers.sort((a, b) => a - b));
    }),
    { numRuns: 30 },
  );
});
