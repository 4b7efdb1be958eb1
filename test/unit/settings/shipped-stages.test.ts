import { join } from "node:path";
import { readPlatform, stages } from "@millrace/settings";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..");

describe("the stages that ship", () => {
  it.each(stages)("%s is right", (stage) => {
    expect(readPlatform({ root, stage, env: {} }).stage).toBe(stage);
  });

  it("keep a laptop's topics and samples as they were", () => {
    expect(readPlatform({ root, stage: "dev", env: {} })).toMatchObject({ prefix: "test", sampleEvents: 10 });
  });

  it("publish no samples beyond a laptop", () => {
    const samples = ["staging", "prod"].map((stage) => readPlatform({ root, stage, env: {} }).sampleEvents);
    expect(samples).toEqual([0, 0]);
  });
});
