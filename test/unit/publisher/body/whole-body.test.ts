import { describe, expect, test } from "vitest";
import { parseBatch, parseSingle } from "../../../../apps/publisher/src/body/whole-body.ts";
import { wideLimits } from "./split-body.ts";

const bytes = (text: string) => Buffer.from(text);

describe("the body of one event", () => {
  test("is one item, with its bytes", () => {
    const portion = parseSingle(bytes(' {"a":1} '));
    expect([portion.items, portion.original(0).toString()]).toEqual([
      [{ ok: true, value: { a: 1 } }],
      ' {"a":1} ',
    ]);
  });

  test("may begin with a byte order mark", () => {
    expect(parseSingle(bytes("\ufeff1")).items).toEqual([{ ok: true, value: 1 }]);
  });

  test("is not taken when it is not UTF-8", () => {
    expect(() => parseSingle(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow("The body is not UTF-8.");
    expect(() => parseSingle(Buffer.from("\ufeff1", "utf16le"))).toThrow(
      "The body is not UTF-8; it begins as UTF-16 does.",
    );
  });

  test("that is nested a million deep is an item with a problem", () => {
    const { items } = parseSingle(bytes("[".repeat(1_000_000) + "]".repeat(1_000_000)));
    expect(items).toMatchObject([
      { problem: { found: "more than 64 levels of arrays and objects", expected: "at most 64 levels" } },
    ]);
  });

  test("has keys of prototypes as keys of its own", () => {
    const [item] = parseSingle(bytes('{"__proto__":{"polluted":1},"constructor":2}')).items;
    expect(item?.ok === true && Object.keys(item.value as object)).toEqual(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("has the last of two members of one name", () => {
    expect(parseSingle(bytes('{"a":1,"a":2}')).items).toEqual([{ ok: true, value: { a: 2 } }]);
  });
});

describe("the body of a small batch", () => {
  test("finds the bytes of an item when they are asked for", () => {
    const portion = parseBatch(bytes('[1, {"a" : "],"} ,3]'), "json", wideLimits);
    expect([0, 1, 2].map((at) => portion.original(at).toString().trim())).toEqual(["1", '{"a" : "],"}', "3"]);
  });

  test("takes JSON lines", () => {
    const portion = parseBatch(bytes("\ufeff1\n\n2\r\n"), "lines", wideLimits);
    expect([portion.items.length, portion.original(1).toString()]).toEqual([2, "2\r"]);
  });

  test.each([
    ["json", "[]", "The batch is an empty array, expected at least one item."],
    ["json", "{}", "The batch is no array (object), expected an array of at least one item."],
    ["json", "null", "The batch is no array (null), expected an array of at least one item."],
    ["json", "[1,2", "The body is no JSON: "],
    ["json", "", "The body is empty, expected JSON."],
    ["lines", " \n", "The batch is an empty body, expected at least one line."],
    ["json", "[1,2,3]", "The batch holds 3 items, at most 2 are taken at once. Send it in parts."],
    ["lines", "1\n2\n3", "The batch holds more than 2 items, at most 2 are taken at once. Send it in parts."],
  ] as const)("%s %j is refused", (format, text, detail) => {
    expect(() => parseBatch(bytes(text), format, { ...wideLimits, maxItems: 2 })).toThrow(detail);
  });
});
