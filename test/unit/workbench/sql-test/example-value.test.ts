import type { Column } from "@millrace/domain";
import { describe, expect, test } from "vitest";
import { exampleValue } from "../../../../packages/workbench/src/sql-test/example-value.ts";

const text: Column = {
  name: "version",
  attribute: "version",
  isOptional: false,
  isPersonal: false,
  isDimension: false,
  type: { kind: "string" },
};

function record(...fields: Column[]): Column {
  return { ...text, name: "firmware", attribute: "firmware", type: { kind: "record", fields } };
}

describe("the value of an attribute that a test leaves out", () => {
  test("is its example, its default, or NULL", () => {
    expect(exampleValue({ ...text, example: "2.4.1", default: "1.0.0" })).toBe("2.4.1");
    expect(exampleValue({ ...text, default: "1.0.0" })).toBe("1.0.0");
    expect(exampleValue({ ...text, isOptional: true })).toBeNull();
    expect(exampleValue(text)).toBeUndefined();
  });

  test("of a record is made of its fields", () => {
    const channel: Column = { ...text, name: "channel", attribute: "channel", isOptional: true };
    expect(exampleValue(record({ ...text, example: "2.4.1" }, channel))).toEqual({
      version: "2.4.1",
      channel: null,
    });
  });

  test("is unknown for a record with an unknown field", () => {
    expect(exampleValue(record({ ...text, example: "2.4.1" }, { ...text, name: "build" }))).toBeUndefined();
  });
});
