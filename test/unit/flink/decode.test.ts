import { FlinkDecodeError, type LogicalType } from "@millrace/flink";
import { expect, test } from "vitest";
import { decodeJson } from "../../../packages/flink/src/types/decode.ts";
import { logicalType } from "../../../packages/flink/src/types/logical-type.ts";

const decode = (value: unknown, wire: object, timeZone = "UTC") =>
  decodeJson(value, logicalType({ nullable: true, ...wire }, "type"), { timeZone });

test.each([
  [true, { type: "BOOLEAN" }, true],
  ["9223372036854775807", { type: "BIGINT" }, 9223372036854775807n],
  [7, { type: "BIGINT" }, 7n],
  ["NaN", { type: "DOUBLE" }, Number.NaN],
  ["-Infinity", { type: "DOUBLE" }, Number.NEGATIVE_INFINITY],
  ["1.0E10", { type: "DOUBLE" }, 1e10],
  [1.1, { type: "DECIMAL", precision: 38, scale: 18 }, "1.100000000000000000"],
  ["1E-7", { type: "DECIMAL", precision: 10, scale: 8 }, "0.00000010"],
  ["-12E+3", { type: "DECIMAL", precision: 10, scale: 0 }, "-12000"],
  ["-0.00", { type: "DECIMAL", precision: 4, scale: 2 }, "0.00"],
  ["AP8Q", { type: "BINARY", length: 3 }, new Uint8Array([0, 255, 16])],
  ["10:11", { type: "TIME_WITHOUT_TIME_ZONE", precision: 3 }, "10:11:00.000"],
  ["2024-02-29T10:11", { type: "TIMESTAMP_WITHOUT_TIME_ZONE", precision: 0 }, "2024-02-29T10:11:00"],
  ["0001-01-01T00:00:00", { type: "TIMESTAMP_WITHOUT_TIME_ZONE", precision: 3 }, "0001-01-01T00:00:00.000"],
  ["93784567", { type: "INTERVAL_DAY_TIME" }, 93784567n],
  [14, { type: "INTERVAL_YEAR_MONTH" }, 14],
  [null, { type: "BIGINT" }, null],
])("%j as %j is decoded", (value, type, expected) => {
  expect(decode(value, type)).toEqual(expected);
});

test("an instant is read in the session's time zone", () => {
  const type = { type: "TIMESTAMP_WITH_LOCAL_TIME_ZONE", precision: 9 };
  expect(decode("1970-01-01T01:00:00.000000001Z", type, "Europe/Berlin")).toBe(
    "1970-01-01T00:00:00.000000001Z",
  );
});

test("an instant that clocks showed twice is refused", () => {
  const type = { type: "TIMESTAMP_WITH_LOCAL_TIME_ZONE", precision: 0 };
  expect(() => decode("2024-10-27T02:30:00Z", type, "Europe/Berlin")).toThrow(
    "Cannot read 2024-10-27T02:30:00 in Europe/Berlin as TIMESTAMP_LTZ. Clocks there showed it twice, and Flink sends instants as local time. Run the session with 'table.local-time-zone' = 'UTC'.",
  );
});

test("an offset zone moves the instant", () => {
  const type = { type: "TIMESTAMP_WITH_LOCAL_TIME_ZONE", precision: 0 };
  expect(decode("1970-01-01T05:30:00Z", type, "GMT+05:30")).toBe("1970-01-01T00:00:00Z");
});

test("nested rows, arrays and maps are decoded", () => {
  const bigints = { type: "ARRAY", nullable: true, elementType: { type: "BIGINT" } };
  const map = { type: "MAP", keyType: { type: "VARCHAR" }, valueType: { type: "INTEGER" } };
  const type = {
    type: "ROW",
    fields: [
      { name: "list", fieldType: bigints },
      { name: "map", fieldType: map },
    ],
  };
  expect(decode({ list: ["9007199254740993", null], map: { k: 1 } }, type)).toEqual({
    list: [9007199254740993n, null],
    map: new Map([["k", 1]]),
  });
});

test("a multiset counts its elements", () => {
  const type = { type: "MULTISET", elementType: { type: "VARCHAR" } };
  expect(decode({ a: 2, b: 1 }, type)).toEqual(
    new Map([
      ["a", 2],
      ["b", 1],
    ]),
  );
});

test("a field named like a prototype's stays a field", () => {
  const type = { type: "ROW", fields: [{ name: "__proto__", fieldType: { type: "INTEGER" } }] };
  expect(Object.keys(decode(JSON.parse('{"__proto__": 1}'), type) as object)).toEqual(["__proto__"]);
});

test("a value that does not fit its type is refused", () => {
  expect(() => decode("x", { type: "BIGINT" })).toThrow(FlinkDecodeError);
  expect(() => decode("x", { type: "BIGINT" })).toThrow(
    "Cannot read \"x\" as BIGINT. The server's versions and this library's may not fit.",
  );
});

test("a decimal with more digits than its scale is refused", () => {
  const type: LogicalType = { kind: "DECIMAL", nullable: true, precision: 4, scale: 2 };
  expect(() => decodeJson("1.234", type, { timeZone: "UTC" })).toThrow("as DECIMAL(4, 2)");
});
