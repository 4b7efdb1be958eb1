import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutAt, splitBody, wideLimits } from "./split-body.ts";

describe("splitting JSON lines", () => {
  test("gives what JSON.parse gives of each line, cut anywhere", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 30 }),
        fc.constantFrom("\n", "\r\n", "\n\n \n"),
        fc.array(fc.nat(3_000), { maxLength: 40 }),
        (values, end, places) => {
          const text = values.map((value) => JSON.stringify(value)).join(end);
          const { items, fault } = splitBody(cutAt(Buffer.from(text), places), { format: "lines" });
          expect(fault).toBeUndefined();
          expect(items.map((item) => item.ok && item.value)).toEqual(JSON.parse(JSON.stringify(values)));
        },
      ),
    );
  });

  test("a malformed line hinders no other", () => {
    const { items } = splitBody([Buffer.from('{"a":1}\n{"b":\n[2]')], { format: "lines" });
    expect(items).toMatchObject([
      { ok: true },
      {
        ok: false,
        problem: { found: expect.stringMatching(/^malformed JSON \(/), expected: "a JSON value a line" },
      },
      { ok: true },
    ]);
  });

  test("two halves of a value on two lines are no value", () => {
    const { items } = splitBody([Buffer.from('{"a":1\n"b":2}\n1,2')], { format: "lines" });
    expect(items.map(({ ok }) => ok)).toEqual([false, false, false]);
  });

  test("a line that is not UTF-8 is an item with a problem", () => {
    const { items } = splitBody([Buffer.from([0x22, 0xff, 0x22, 0x0a, 0x31])], { format: "lines" });
    expect(items).toMatchObject([{ problem: { found: "bytes that are not UTF-8" } }, { value: 1 }]);
  });

  test("a line beyond the limit ends the body", () => {
    const limits = { ...wideLimits, maxItemBytes: 4 };
    const { items, fault } = splitBody([Buffer.from("1\n123456\n2")], { format: "lines", limits });
    expect([items.length, fault?.code]).toEqual([1, "ITEM_TOO_LARGE"]);
  });
});
