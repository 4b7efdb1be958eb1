import { join } from "node:path";
import { compileDomain, loadDomainFolder } from "@millrace/domain";
import { readPlatform, stages } from "@millrace/settings";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..");

describe("the stages that ship", () => {
  it.each(stages)("%s is right", (stage) => {
    expect(readPlatform({ root, stage, env: {} }).stage).toBe(stage);
  });

  it("keep a laptop's topics and samples as they were", () => {
    expect(readPlatform({ root, stage: "dev", env: {} })).toMatchObject({
      prefix: "test",
      sampleEvents: 10,
      topics: { partitions: 1, retentionMs: 604_800_000 },
      publisher: { maxBodyBytes: 1_048_576 },
    });
  });

  it("compile to the plan that the defaults alone give", () => {
    const { prefix, topics: topicDefaults } = readPlatform({ root, stage: "dev", env: {} });
    const sources = loadDomainFolder(root, "page-views");
    const plan = compileDomain(sources, { stage: prefix, topicDefaults });
    expect(JSON.stringify(plan)).toBe(JSON.stringify(compileDomain(sources, { stage: "test" })));
  });

  it("ask callers beyond a laptop who they are", () => {
    const auth = stages.map((stage) => readPlatform({ root, stage, env: {} }).publisher.auth);
    expect(auth).toEqual(["open", "required", "required"]);
  });

  it("publish no samples beyond a laptop", () => {
    const samples = ["staging", "prod"].map((stage) => readPlatform({ root, stage, env: {} }).sampleEvents);
    expect(samples).toEqual([0, 0]);
  });
});
