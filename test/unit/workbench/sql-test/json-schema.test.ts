import { readFileSync, writeFileSync } from "node:fs";
import { testJsonSchema } from "@millrace/workbench";
import { format, resolveConfig } from "prettier";
import { describe, expect, test } from "vitest";
import { refuseOnBuildMachine } from "../../domain/golden-case.ts";

const file = new URL("../../../../sql/test.schema.json", import.meta.url);

describe("the JSON Schema of tests", () => {
  test("is committed as it is generated", async () => {
    if (process.env["UPDATE_GOLDEN"] === "1") {
      refuseOnBuildMachine();
      const style = await resolveConfig(file);
      writeFileSync(file, await format(testJsonSchema(), { ...style, parser: "json" }));
    }
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(testJsonSchema()));
  });
});
