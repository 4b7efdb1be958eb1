import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutAt, splitBody, wideLimits } from "./split-body.ts";

const cuts = fc.array(fc.nat(5_000), { maxLength: 40 });
const spacing = fc.constantFrom("", " ", "\n\t", "\r\n  ");
const array = fc.array(fc.jsonValue({ maxDepth: 5 }), { maxLength: 30 });

describe("splitting an array", () => {
  test("gives what JSON.parse gives, cut anywhere", () => {
    fc.assert(
      fc.property(array, cuts, fc.constantFrom(0, 1, 4), (values, places, indent) => {
        const text = JSON.stringify(values, null, indent);
        const { items, fault } = splitBody(cutAt(Buffer.from(text), places));
        expect(fault).toBeUndefined();
        const parsed = JSON.parse(text) as readonly unknown[];
        expect(items.map((item) => item.ok && item.value)).toEqual(parsed);
      }),
      { numRuns: 400 },
    );
  });

  test("takes and refuses what JSON.parse takes and refuses", () => {
    const token = fc.constantFrom(
      '"a"',
      '"\\""',
      '"\\\\"',
      "[",
      "]",
      "{",
      "}",
      ",",
      ":",
      " ",
      "1",
      "-",
      "tru",
      "null",
      '"',
      "\\",
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 14 }), cuts, (tokens, places) => {
        const text = `[${tokens.join("")}`;
        const { items, fault } = splitBody(cutAt(Buffer.from(text), places));
        expect(fault === undefined ? items.map((item) => item.ok && item.value) : "refused").toEqual(
          parsedArray(text),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  test("keeps the bytes of every item as they were posted", () => {
    fc.assert(
      fc.property(array, spacing, cuts, (values, space, places) => {
        const texts = values.map((value) => JSON.stringify(value));
        const text = `[${space}${texts.join(`${space},${space}`)}${space}]`;
        const { originals } = splitBody(cutAt(Buffer.from(text), places));
        expect(originals.map((original) => original.trim())).toEqual(texts);
      }),
    );
  });

  test("hands on portions of so many items or bytes", () => {
    const text = Buffer.from(JSON.stringify(["a", "b", "c", "d", "e".repeat(70), "f", "g"]));
    expect(splitBody([text]).portionSizes).toEqual([3, 2, 2]);
  });

  test.each([
    ["", "The body is empty, expected an array."],
    ["  ", "The body is empty, expected an array."],
    ["5", 'The body is no array: it begins with "5".'],
    ["[1,2", "The body ends within its array, after 2 begun item(s)."],
    ["[1,]", 'The body is no JSON: there is "]" where it makes no sense, after 1 item(s).'],
    ["[1] 2", 'The body is no JSON: there is "2" where it makes no sense, after 1 item(s).'],
    ["[1}", 'The body is no JSON: there is "}" where it makes no sense, after 1 item(s).'],
  ])("says what is wrong with %j", (text, detail) => {
    expect(splitBody([Buffer.from(text)]).fault?.message).toBe(detail);
  });

  test("keeps the items before the fault", () => {
    const { items, fault } = splitBody([Buffer.from("[1,2,3,4,{5},6]")]);
    expect(items).toHaveLength(4);
    expect([fault?.code, fault?.message]).toEqual([
      "MALFORMED_JSON",
      expect.stringMatching(/^Item 4 of the body is no JSON: /),
    ]);
  });

  test("names the item that is not UTF-8", () => {
    const bytes = Buffer.concat([Buffer.from('["ä","'), Buffer.from([0xc3]), Buffer.from('"]')]);
    const { items, fault } = splitBody([bytes]);
    expect([items.length, fault?.code, fault?.message]).toEqual([
      1,
      "MALFORMED_UTF8",
      "Item 1 of the body is not UTF-8.",
    ]);
  });

  test("stops at the item beyond the limit", () => {
    const { items, fault } = splitBody([Buffer.from("[1,2,3,4,5]")], {
      limits: { ...wideLimits, maxItems: 4 },
    });
    expect([items.length, fault?.code]).toEqual([4, "TOO_MANY_ITEMS"]);
  });

  test("stops at an item that grows too large before its end", () => {
    const limits = { ...wideLimits, maxItemBytes: 8 };
    const { items, fault } = splitBody([Buffer.from('["a","bbbbbbb'), Buffer.from("bbbb")], { limits });
    expect([items.length, fault?.message]).toEqual([
      1,
      "Item 1 of the batch has more than 8 bytes, at most 8 are taken.",
    ]);
  });

  test("takes a body byte by byte in linear time", () => {
    const bytes = Buffer.from(JSON.stringify(["x".repeat(200_000), "y"]));
    const { items } = splitBody(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
    expect(items).toHaveLength(2);
  });
});

/** What `JSON.parse` says of a text that begins as an array does. */
function parsedArray(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return "refused";
  }
}
