import { readFileSync, writeFileSync } from "node:fs";
import { domainJsonSchema } from "@millrace/domain";
import { format, resolveConfig } from "prettier";
import { describe, expect, it } from "vitest";
import { refuseOnBuildMachine } from "./golden-case.ts";

const file = new URL("../../../sql/domain.schema.json", import.meta.url);

describe("the JSON Schema of domain.yaml", () => {
  it("is committed as it is generated", async () => {
    if (process.env["UPDATE_GOLDEN"] === "1") {
      refuseOnBuildMachine();
      const style = await resolveConfig(file);
      writeFileSync(file, await format(domainJsonSchema(), { ...style, parser: "json" }));
    }
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(domainJsonSchema()));
  });
});
