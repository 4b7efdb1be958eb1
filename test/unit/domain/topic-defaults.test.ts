import { compileDomain, type DomainSources } from "@millrace/domain";
import { describe, expect, it } from "vitest";
import { changedYaml, viewSources } from "./page-view-sources.ts";

describe("defaults of topics", () => {
  it("hold for topics of which the domain says nothing", () => {
    expect(topicsOf(viewSources())).toEqual([
      { name: "prod.streaming.pages", partitions: 6, retentionMs: 3_600_000 },
      { name: "prod.streaming.view", partitions: 6, retentionMs: 3_600_000 },
    ]);
  });

  it("give way to those of the domain", () => {
    const sources = changedYaml("events:", "defaults: { partitions: 3, retention: 2 hours }\nevents:");
    expect(topicsOf(sources)[0]).toMatchObject({ partitions: 3, retentionMs: 7_200_000 });
  });

  it("give way to those of a topic", () => {
    const sources = changedYaml("topic: pages", "topic: pages\n    partitions: 2");
    expect(topicsOf(sources)[0]).toMatchObject({ partitions: 2, retentionMs: 3_600_000 });
  });
});

function topicsOf(sources: DomainSources) {
  const topicDefaults = { partitions: 6, retentionMs: 3_600_000 };
  const { topics } = compileDomain(sources, { stage: "prod", topicDefaults });
  return topics
    .filter(({ role }) => role !== "dead-letter")
    .map(({ name, partitions, retentionMs }) => ({ name, partitions, retentionMs }));
}
