import { expect, test } from "vitest";
import { decodePlainText } from "../../../packages/flink/src/types/decode-text.ts";
import { logicalType } from "../../../packages/flink/src/types/logical-type.ts";

const INT = { type: "INTEGER", nullable: true };
const TEXT = { type: "VARCHAR", nullable: true };
const array = (elementType: object) => ({ type: "ARRAY", nullable: true, elementType });
const map = (keyType: object, valueType: object) => ({ type: "MAP", nullable: true, keyType, valueType });
const row = (...types: readonly object[]) => ({
  type: "ROW",
  nullable: true,
  fields: types.map((fieldType, index) => ({ name: `f${index}`, fieldType })),
});
const decode = (text: string | null, wire: object) =>
  decodePlainText(text, logicalType({ nullable: true, ...wire }, "type"), { timeZone: "UTC" });

test.each([
  ["TRUE", { type: "BOOLEAN" }, true],
  ["9223372036854775807", { type: "BIGINT" }, 9223372036854775807n],
  ["x'00ff'", { type: "VARBINARY" }, new Uint8Array([0, 255])],
  ["-1-02", { type: "INTERVAL_YEAR_MONTH" }, -14],
  ["+1 02:03:04.567", { type: "INTERVAL_DAY_TIME" }, 93784567n],
  [
    "2024-02-29 10:11:12.5",
    { type: "TIMESTAMP_WITH_LOCAL_TIME_ZONE", precision: 3 },
    "2024-02-29T10:11:12.500Z",
  ],
  ["a, b", { type: "VARCHAR" }, "a, b"],
  ['{"a":1}', { type: "VARIANT" }, { variant: '{"a":1}' }],
  [null, { type: "VARCHAR" }, null],
])("%j as %j is decoded", (text, type, expected) => {
  expect(decode(text, type)).toEqual(expected);
});

test.each([
  ["[]", array(INT), []],
  ["[1, NULL]", array(INT), [1, null]],
  [
    "{1=2, 3=NULL}",
    map(INT, INT),
    new Map([
      [1, 2],
      [3, null],
    ]),
  ],
  ["(1, (2, [3]))", row(INT, row(INT, array(INT))), { f0: 1, f1: { f0: 2, f1: [3] } }],
  ["{(1, 2)=x}", map(row(INT, INT), TEXT), new Map([[{ f0: 1, f1: 2 }, "x"]])],
  ["{1=x}", map(INT, TEXT), new Map([[1, "x"]])],
  [
    "{x'0a'=1}",
    map({ type: "BINARY", nullable: false, length: 1 }, INT),
    new Map([[new Uint8Array([10]), 1]]),
  ],
  ["{}", map(INT, INT), new Map()],
  ["(x)", row(TEXT), { f0: "x" }],
  ["(a, 1)", row(TEXT, INT), { f0: "a", f1: 1 }],
])("nested %j is read in its only way", (text, type, expected) => {
  expect(decode(text, type)).toEqual(expected);
});

test.each([
  ["[a, b]", array(TEXT)],
  ["{1=x, 2=y}", map(INT, TEXT)],
])("nested %j with two readings is refused", (text, type) => {
  expect(() => decode(text, type)).toThrow("can be read in more than one way");
});

test("a long list of numbers is read", () => {
  const numbers = Array.from({ length: 20_000 }, (_, index) => index);
  expect(decode(`[${numbers.join(", ")}]`, array(INT))).toEqual(numbers);
});

test("ambiguous text is refused with advice", () => {
  expect(() => decode("{1=x, 2=y}", map(INT, TEXT))).toThrow(
    "Cannot read {1=x, 2=y} as MAP<INT, STRING>. The gateway writes this type without quotes, and this value can be read in more than one way: select its parts, or CAST them so that a map's keys are STRING.",
  );
});

test("text of another shape is refused", () => {
  expect(() => decode("[1, x]", array(INT))).toThrow('Cannot read "[1, x]" as ARRAY<INT>.');
});

test("a long ambiguous text is refused in bounded time", () => {
  expect(() => decode(`[${"a, ".repeat(5_000)}b]`, array(TEXT))).toThrow("more than one way");
});
