import { describe, expect, test } from "vitest";
import { fits, readCursor, writeCursor } from "../../../../apps/metrics/src/query/cursor.ts";

const position = {
  query: "abc",
  values: ["2026-01-15 10:30:00.123456+00", null],
  range: { from: "2026-01-15T10:00:00.000Z" },
};

describe("a cursor", () => {
  test("comes back as it was written", () => {
    expect(readCursor(writeCursor(position))).toEqual(position);
  });

  test.each(["", "%%%", "bnVsbA", Buffer.from('{"q":1}').toString("base64url"), "A".repeat(9_000)])(
    "is not read from %j",
    (text) => {
      expect(readCursor(text)).toBeUndefined();
    },
  );

  test.each([
    ["timestamptz", "2026-01-15 10:30:00.123456+00", true],
    ["timestamptz", "2026-02-31 10:30:00+00", false],
    ["timestamptz", "2026-01-15 25:30:00+00", false],
    ["timestamptz", "now", false],
    ["double precision", "NaN", true],
    ["double precision", "-1.5e+20", true],
    ["bigint", "9223372036854775808", false],
    ["text", "anything; DROP TABLE x", true],
    ["text", "\0", false],
    ["text[]", "{}", false],
  ])("of a %s holds %j: %j", (type, value, expected) => {
    expect(fits([value], [type])).toBe(expected);
  });

  test("has a value for each column", () => {
    expect(fits(["a"], ["text", "text"])).toBe(false);
  });
});
