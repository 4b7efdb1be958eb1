import { expect, test } from "vitest";
import { parseLosslessJson } from "../../../packages/flink/src/wire/lossless-json.ts";

test("numbers that a double cannot hold stay text", () => {
  expect(parseLosslessJson("[9223372036854775807, -9007199254740993, 1.10, 1E-7]")).toEqual([
    "9223372036854775807",
    "-9007199254740993",
    "1.10",
    "1E-7",
  ]);
});

test("numbers that a double holds stay numbers", () => {
  expect(parseLosslessJson('{"a": 1, "b": -2.5, "c": 0}')).toEqual({ a: 1, b: -2.5, c: 0 });
});

test("digits inside strings are left alone", () => {
  expect(parseLosslessJson(String.raw`{"9007199254740993": "a \"1.10\" \\"}`)).toEqual({
    "9007199254740993": String.raw`a "1.10" ` + "\\",
  });
});

test("a long string does not exhaust the stack", () => {
  const long = `x\\n"1.10"`.repeat(200_000);
  expect(parseLosslessJson(JSON.stringify([long]))).toEqual([long]);
});
