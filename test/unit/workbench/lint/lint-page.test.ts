import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lintPage } from "./lint-page.ts";

const path = join(import.meta.dirname, "..", "..", "..", "..", "docs", "lint.md");

describe("docs/lint.md", () => {
  it("lists the rules with their examples as they are", async () => {
    const page = await lintPage();
    if (process.env["UPDATE_GOLDEN"] === "1" && process.env["CI"] === undefined) writeFileSync(path, page);
    expect(existsSync(path) ? readFileSync(path, "utf8") : "").toBe(page);
  });
});
