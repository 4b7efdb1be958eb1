import { currencyDigits } from "@millrace/common";
import { CurrencyUnknownError, compileEvent } from "@millrace/events";
import { describe, expect, test } from "vitest";
import { column, eventPlan, faultsOf, valueOf } from "./event-plan.ts";

const minor = (currency: string) => ({ kind: "money", currency, unit: "minor" }) as const;
const major = (currency: string) => ({ kind: "money", currency, unit: "major" }) as const;

describe("money in major units", () => {
  test.each([
    ["USD", 12.5, 1250],
    ["USD", "12.50", 1250],
    ["USD", 1.1, 110],
    ["USD", 1.15, 115],
    ["USD", 4.35, 435],
    ["USD", -0.01, -1],
    ["USD", "+7", 700],
    ["USD", "12.500", 1250],
    ["USD", 1e3, 100_000],
    ["USD", "1.5e2", 15_000],
    ["USD", 0, 0],
    ["USD", "-0", 0],
    ["JPY", 1250, 1250],
    ["KWD", 1.234, 1234],
    ["HUF", 1.23, 123],
    ["CLF", "0.0001", 1],
    ["USD", "92233720368547758.07", 2n ** 63n - 1n],
    ["USD", "-92233720368547758.08", -(2n ** 63n)],
  ])("of %s takes %s", (currency, value, expected) => {
    expect(valueOf(major(currency), value)).toBe(expected);
  });

  test("is exact for every cent of a thousand dollars", () => {
    const codec = compileEvent(eventPlan([column("value", major("USD"))]));
    for (let cents = 0; cents < 100_000; cents += 1) {
      const parsed = codec.parse({ value: cents / 100, ts: "2021-01-26T12:00:00Z" }, Date.UTC(2021, 1));
      expect(parsed.ok && parsed.event.value["value"]).toBe(cents);
    }
  });

  test.each([
    ["USD", 1.005],
    ["USD", "0.001"],
    ["USD", 1e-7],
    ["USD", "1,50"],
    ["USD", ".5"],
    ["USD", "0x10"],
    ["USD", ""],
    ["USD", null],
    ["USD", Number.NaN],
    ["USD", "92233720368547758.08"],
    ["USD", `1${"0".repeat(200)}`],
  ])("of %s refuses %s", (currency, value) => {
    expect(faultsOf(major(currency), value)).toEqual([
      `value: an amount of ${currency} as a number or text, with at most 2 digits behind the point`,
    ]);
  });

  test("has no digits behind the point where the currency has none", () => {
    expect(faultsOf(major("JPY"), 1.5)).toEqual([
      "value: an amount of JPY, which has no digits behind the point",
    ]);
  });

  test("asks for text where a number may have lost digits", () => {
    expect(faultsOf(major("USD"), 12_345_678_901_234.56)).toEqual([
      "value: text: a JSON number keeps 15 digits for sure, and this one has more",
    ]);
    expect(valueOf(major("USD"), "12345678901234.56")).toBe(1_234_567_890_123_456n);
  });
});

describe("money in minor units", () => {
  test.each([0, -5, Number.MAX_SAFE_INTEGER])("takes %d", (value) => {
    expect(BigInt(valueOf(minor("EUR"), value) as number)).toBe(BigInt(value));
  });

  test.each([[12.5], ["1250"], [2 ** 53 * 2048], [null]])("refuses %j", (value) => {
    expect(faultsOf(minor("EUR"), value)).toEqual(["value: a whole number of minor units of EUR"]);
  });
});

describe("money of any currency", () => {
  const any = (unit: "minor" | "major") => ({ kind: "money", unit }) as const;

  test("takes its amount by the currency's digits", () => {
    expect(valueOf(any("major"), { amount: "12.5", currency: "KWD" })).toEqual({
      minor_units: 12_500,
      currency: "KWD",
    });
    expect(valueOf(any("minor"), { amount: 12, currency: "JPY" })).toEqual({
      minor_units: 12,
      currency: "JPY",
    });
  });

  test("points at what is wrong in it", () => {
    expect(faultsOf(any("major"), { amount: 1.5, currency: "JPY", unit: 1 })).toEqual([
      "value/amount: an amount of JPY, which has no digits behind the point",
      "value: no unknown key (found unit)",
    ]);
    expect(faultsOf(any("minor"), { amount: 1.5, currency: "EURO" })).toEqual([
      "value/currency: a currency code of ISO 4217 such as EUR",
      "value/amount: a whole number of minor units of EURO",
    ]);
    expect(faultsOf(any("minor"), 5)).toEqual(['value: an object such as {"amount":1250,"currency":"EUR"}']);
  });
});

describe("currencies", () => {
  test.each([
    ["EUR", 2],
    ["JPY", 0],
    ["HUF", 2],
    ["IQD", 3],
    ["CLF", 4],
    ["eur", undefined],
    ["toString", undefined],
  ])("%s has %s digits", (code, digits) => {
    expect(currencyDigits(code)).toBe(digits);
  });

  test("that ISO 4217 does not know cannot be a column's", () => {
    const compile = () => compileEvent(eventPlan([column("value", major("EUL"))]));
    expect(compile).toThrow(CurrencyUnknownError);
    expect(compile).toThrow(
      /^currency EUL is not in ISO 4217, expected one of its codes; did you mean [A-Z]{3}\? Correct it in domain.yaml.$/,
    );
  });
});
