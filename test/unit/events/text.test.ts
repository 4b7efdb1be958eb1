import { describe, expect, test } from "vitest";
import { faultsOf } from "./event-plan.ts";

describe("text", () => {
  test.each(["", "EC1A 1BB/ß😀", "\u{10ffff}"])("takes %j", (text) => {
    expect(faultsOf({ kind: "string" }, text)).toEqual([]);
  });

  test.each([[1], [null], [undefined], [["a"]], [{}]])("refuses %j", (value) => {
    expect(faultsOf({ kind: "string" }, value)).toEqual(["value: a string"]);
  });

  test.each(["a\0b", "half \ud83d", "\udc00"])("refuses %j, which stores cannot keep", (text) => {
    const expected = "value: well-formed Unicode text without the NUL character";
    expect(faultsOf({ kind: "string" }, text)).toEqual([expected]);
  });

  test("counts characters, not UTF-16 units", () => {
    const type = { kind: "string", minLength: 2, maxLength: 3 } as const;
    expect(["😀", "😀😀", "😀😀😀", "😀😀😀😀"].map((text) => faultsOf(type, text))).toEqual([
      ["value: at least 2 characters"],
      [],
      [],
      ["value: at most 3 characters"],
    ]);
  });

  test("tells every broken rule at once", () => {
    const type = { kind: "string", maxLength: 2, pattern: "^[a-z]+$" } as const;
    expect(faultsOf(type, "A\0C")).toEqual([
      "value: at most 2 characters",
      "value: well-formed Unicode text without the NUL character",
      "value: text that matches ^[a-z]+$",
    ]);
  });

  test("is matched anew each time", () => {
    const type = { kind: "string", pattern: "^\\p{Lu}" } as const;
    expect([faultsOf(type, "Äb"), faultsOf(type, "Äb"), faultsOf(type, "äb")]).toEqual([
      [],
      [],
      ["value: text that matches ^\\p{Lu}"],
    ]);
  });
});

describe("formats", () => {
  test.each([
    ["uuid", "0B7DFE3A-9f52-4c1c-8a35-2f1d6a3f7c10"],
    ["email", "a.b+c@mail.example.org"],
    ["uri", "https://example.com/a?b=ü#c"],
    ["uri", "urn:isbn:0451450523"],
    ["ipv4", "192.168.0.255"],
    ["ipv6", "2001:db8::1"],
    ["ipv6", "::ffff:10.0.0.1"],
    ["date", "2024-02-29"],
  ] as const)("%s takes %s", (format, text) => {
    expect(faultsOf({ kind: "string", format }, text)).toEqual([]);
  });

  test.each([
    ["uuid", "0b7dfe3a9f524c1c8a352f1d6a3f7c10", "a UUID such as 0b7dfe3a-9f52-4c1c-8a35-2f1d6a3f7c10"],
    ["email", "a@b@c", "an email address"],
    ["email", "a@-b.de", "an email address"],
    ["uri", "example.com", "a URI with its scheme, such as https://example.com/a"],
    ["uri", "https://a b", "a URI with its scheme, such as https://example.com/a"],
    ["ipv4", "256.1.1.1", "an IPv4 address"],
    ["ipv4", "1.2.3", "an IPv4 address"],
    ["ipv6", "fe80::1%eth0", "an IPv6 address"],
    ["date", "2023-02-29", "a date such as 2026-01-15"],
    ["date", "2023-13-01", "a date such as 2026-01-15"],
    ["date", "2023-1-1", "a date such as 2026-01-15"],
  ] as const)("%s refuses %s", (format, text, expected) => {
    expect(faultsOf({ kind: "string", format }, text)).toEqual([`value: ${expected}`]);
  });
});
