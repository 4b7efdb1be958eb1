import { readFileSync, writeFileSync } from "node:fs";
import { platformJsonSchema } from "@millrace/settings";
import { format, resolveConfig } from "prettier";
import { describe, expect, it } from "vitest";
import { refuseOnBuildMachine } from "../domain/golden-case.ts";

const file = new URL("../../../config/platform.schema.json", import.meta.url);

describe("the JSON Schema of platform.yaml", () => {
  it("is committed as it is generated", async () => {
    if (process.env["UPDATE_GOLDEN"] === "1") {
      refuseOnBuildMachine();
      const style = await resolveConfig(file);
      writeFileSync(file, await format(platformJsonSchema(), { ...style, parser: "json" }));
    }
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(platformJsonSchema()));
  });
});
