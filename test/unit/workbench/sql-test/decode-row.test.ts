import { parseLosslessJson, parseType } from "@millrace/flink";
import { describe, expect, test } from "vitest";
import { decodeValue } from "../../../../packages/workbench/src/flink/decode-row.ts";

describe("a row that Flink wrote as JSON", () => {
  const read = (json: string, type: string) => decodeValue(parseLosslessJson(json), parseType(type));

  test("keeps numbers that no double can hold", () => {
    expect(read("9223372036854775807", "BIGINT")).toBe(9223372036854775807n);
    expect(read("12345678901234567890.10", "DECIMAL(22, 2)")).toBe("12345678901234567890.10");
    expect(read("1.5", "DECIMAL(5, 3)")).toBe("1.500");
  });

  test("keeps numbers inside texts as they are", () => {
    expect(read('"9223372036854775807"', "STRING")).toBe("9223372036854775807");
    expect(read(String.raw`"\"1.10\""`, "STRING")).toBe('"1.10"');
  });

  test("has times with exactly the type's decimals", () => {
    expect(read('"2021-01-26T14:44:05"', "TIMESTAMP(3)")).toBe("2021-01-26T14:44:05.000");
    expect(read('"2021-01-26T14:44:05.5Z"', "TIMESTAMP_LTZ(3)")).toBe("2021-01-26T14:44:05.500Z");
  });

  test("has nested values by their own types", () => {
    expect(read('{"a": [1, null], "b": {"x": 2}}', "ROW<a ARRAY<BIGINT>, b MAP<STRING, BIGINT>>")).toEqual({
      a: [1n, null],
      b: new Map([["x", 2n]]),
    });
  });

  test("has the numbers that are none", () => {
    expect(read('"NaN"', "DOUBLE")).toBeNaN();
    expect(read('"-Infinity"', "DOUBLE")).toBe(Number.NEGATIVE_INFINITY);
  });
});
