import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GuideClone } from "../helpers/guide-clone.ts";
import { guideSteps, writtenFiles } from "../helpers/guide-steps.ts";

const guide = join(import.meta.dirname, "..", "..", "docs", "guide.md");

/** It starts a Flink for its tests and a whole stack, as its reader does. */
const timeout = 300_000;

describe("the guide", () => {
  test("leads from an empty folder to live rows", { timeout }, async () => {
    const clone = await GuideClone.make();
    const steps = guideSteps(readFileSync(guide, "utf8"));
    await clone.follow(steps);
    for (const [path, text] of writtenFiles(steps)) expect(clone.read(path)).toBe(text);
  });
});
