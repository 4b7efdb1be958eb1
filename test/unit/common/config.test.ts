import { ConfigError, parseConfig } from "@millrace/common";
import { describe, expect, test } from "vitest";
import { z } from "zod";

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  STAGE: z.string().min(2, { error: "a stage name" }),
  LEVEL: z.enum(["info", "debug"]).default("info"),
  API_TOKEN: z.string().min(10).optional(),
});

function problemsOf(source: Record<string, string>): ConfigError {
  try {
    parseConfig(schema, source, { program: "publisher" });
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error("the settings were accepted");
}

describe("parseConfig", () => {
  test("gives parsed values with their defaults", () => {
    const config = parseConfig(schema, { PORT: "81", STAGE: "test", OTHER: "x" }, { program: "publisher" });
    expect(config).toEqual({ PORT: 81, STAGE: "test", LEVEL: "info" });
  });

  test("takes an empty variable as not set", () => {
    expect(parseConfig(schema, { PORT: "", STAGE: "test" }, { program: "publisher" }).PORT).toBe(8080);
  });

  test("reports all problems in one message", () => {
    expect(problemsOf({ PORT: "90000", LEVEL: "loud" }).message).toBe(
      [
        "publisher cannot start, its settings are wrong; correct these:",
        '  PORT: found "90000", expected at most 65535',
        "  STAGE: found nothing, expected a string",
        '  LEVEL: found "loud", expected one of info, debug',
      ].join("\n"),
    );
  });

  test("keeps a schema's own words for the expectation", () => {
    expect(problemsOf({ STAGE: "x" }).message).toContain('STAGE: found "x", expected a stage name');
  });

  test("never shows the value of a secret", () => {
    const error = problemsOf({ STAGE: "test", API_TOKEN: "hunter2" });
    expect(error.message).toContain(
      "API_TOKEN: found a value that is not shown, expected at least 10 characters",
    );
    expect(JSON.stringify(error.problems)).not.toContain("hunter2");
  });

  test("hides further settings that the caller names", () => {
    const parse = () => parseConfig(schema, { STAGE: "x" }, { program: "publisher", secrets: ["STAGE"] });
    expect(parse).toThrow("STAGE: found a value that is not shown");
  });
});
