import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { compileCase, readExpected, updateExpected } from "./golden-case.ts";

const root = new URL("../../golden", import.meta.url).pathname;
const cases = readdirSync(root, { withFileTypes: true })
  .filter(({ name }) => existsSync(join(root, name, "sql")))
  .map(({ name }) => name)
  .sort();

describe("golden cases", () => {
  it.each(cases)("%s compiles to the expected files", (name) => {
    const folder = join(root, name);
    const outputs = compileCase(folder);
    if (process.env["UPDATE_GOLDEN"] === "1") updateExpected(folder, outputs);
    expect(outputs).toEqual(readExpected(folder));
  });

  it("are not rewritten on a build machine", () => {
    vi.stubEnv("CI", "true");
    expect(() => updateExpected("/nowhere", {})).toThrow("UPDATE_GOLDEN is refused where CI is set");
  });

  afterEach(() => {
    vi.unstubAllEnvs();
  });
});
