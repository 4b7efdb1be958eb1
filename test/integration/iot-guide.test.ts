import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GuideClone } from "../helpers/guide-clone.ts";
import { guideSteps } from "../helpers/guide-steps.ts";

const root = join(import.meta.dirname, "..", "..");
const shipped = (path: string) => readFileSync(join(root, path), "utf8");

/** It starts a Flink for its tests and a whole stack, as its reader does. */
const timeout = 300_000;

describe("the guide", () => {
  test("leads from an empty folder to live rows", { timeout }, async () => {
    const clone = await GuideClone.make();
    const steps = guideSteps(shipped("docs/guide.md"));
    await clone.follow(steps);
    const written = steps.flatMap((step) => (step.kind === "create" ? [step.path] : []));
    expect(written).toEqual([
      "sql/iot/domain.yaml",
      "sql/iot/device_alerts.sql",
      "sql/iot/tests/alerts.yaml",
      "sql/iot/tests/in-order.yaml",
    ]);
    for (const path of written)
      expect({ path, text: clone.read(path) }).toEqual({ path, text: shipped(path) });
  });
});
