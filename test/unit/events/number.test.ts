import { describe, expect, test } from "vitest";
import { faultsOf, valueOf } from "./event-plan.ts";

describe("whole numbers", () => {
  test.each([-(2 ** 31), 2 ** 31 - 1, 0])("of 32 bits take %d", (value) => {
    expect(valueOf({ kind: "int" }, value)).toBe(value);
  });

  test.each([[2 ** 31], [1.5], ["1"], [1n], [Number.NaN]])("of 32 bits refuse %s", (value) => {
    expect(faultsOf({ kind: "int" }, value)).toEqual([
      "value: a whole number from -2147483648 to 2147483647",
    ]);
  });

  test.each([Number.MAX_SAFE_INTEGER, -(2n ** 63n), 2n ** 63n - 1n])("of 64 bits take %s", (value) => {
    expect(valueOf({ kind: "long" }, value)).toBe(value);
  });

  test.each([2 ** 53, 2n ** 63n, "1", null])("of 64 bits refuse %s", (value) => {
    expect(faultsOf({ kind: "long" }, value)).toEqual([
      "value: a whole number from -9007199254740991 to 9007199254740991",
    ]);
  });

  test.each([-1, 11, -1n, 11n])("keep their limits: %s", (value) => {
    expect(faultsOf({ kind: "long", min: 0, max: 10 }, value)).toEqual([
      "value: a whole number from 0 to 10",
    ]);
  });
});

describe("doubles", () => {
  test.each([0, -0.5, 1e300])("take %d", (value) => {
    expect(valueOf({ kind: "double" }, value)).toBe(value);
  });

  test.each([
    [{}, Infinity, "a number"],
    [{}, Number.NaN, "a number"],
    [{}, "1", "a number"],
    [{ min: 0 }, -1, "a number of at least 0"],
    [{ max: 5 }, 6, "a number of at most 5"],
    [{ min: 0, max: 5 }, 5.1, "a number from 0 to 5"],
  ])("with %j refuse %s", (limits, value, expected) => {
    expect(faultsOf({ kind: "double", ...limits }, value)).toEqual([`value: ${expected}`]);
  });
});

describe("booleans", () => {
  test.each([[1], ["true"], [null]])("refuse %j", (value) => {
    expect(faultsOf({ kind: "boolean" }, value)).toEqual(["value: true or false"]);
  });
});

describe("enums", () => {
  test("take their words alone", () => {
    const type = { kind: "enum", values: ["desktop", "mobile"] } as const;
    expect([faultsOf(type, "mobile"), faultsOf(type, "Mobile"), faultsOf(type, 1)]).toEqual([
      [],
      ["value: one of desktop, mobile"],
      ["value: one of desktop, mobile"],
    ]);
  });
});
