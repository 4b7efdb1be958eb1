import { readFileSync } from "node:fs";
import { backendNames, platformVariables } from "@millrace/settings";
import { expect, it } from "vitest";

const page = readFileSync(new URL("../../../docs/settings.md", import.meta.url), "utf8");
const schema = readFileSync(new URL("../../../config/platform.schema.json", import.meta.url), "utf8");

it("the page on settings has every key, variable and backend", () => {
  const names = [...keysOf(JSON.parse(schema)), ...Object.keys(platformVariables), ...backendNames];
  expect(names.filter((name) => !page.includes(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(25);
});

/** The keys of every mapping that a schema describes. */
function keysOf(part: unknown): readonly string[] {
  if (typeof part !== "object" || part === null) return [];
  const own = "properties" in part ? Object.keys(part.properties as object) : [];
  return [...own, ...Object.values(part).flatMap(keysOf)];
}
