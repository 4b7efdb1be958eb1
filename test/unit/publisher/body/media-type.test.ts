import { describe, expect, test } from "vitest";
import { bodyFormat } from "../../../../apps/publisher/src/body/media-type.ts";

describe("a content type", () => {
  test.each([
    ["application/json", "json"],
    ["application/json; charset=utf-8", "json"],
    ['Application/JSON;charset="UTF-8"', "json"],
    ["application/json;", "json"],
    ["application/x-ndjson", "lines"],
    ["application/jsonl", "lines"],
  ])("%s is taken", (type, format) => {
    expect(bodyFormat(type)).toBe(format);
  });

  test.each([
    [
      undefined,
      "The body's content type is none, expected application/json, or application/x-ndjson for a batch.",
    ],
    [
      "text/plain",
      "The body's content type is text/plain, expected application/json, or application/x-ndjson for a batch.",
    ],
    [
      "application/jsonp",
      "The body's content type is application/jsonp, expected application/json, or application/x-ndjson for a batch.",
    ],
    [
      "application/json; charset=latin1",
      "The body's content type says charset=latin1, expected charset=utf-8 or nothing.",
    ],
    [
      "application/json; profile=x",
      "The body's content type says profile=x, expected charset=utf-8 or nothing.",
    ],
  ])("%s is refused", (type, detail) => {
    expect(() => bodyFormat(type)).toThrow(detail);
  });
});
