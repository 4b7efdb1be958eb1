import { compareTopics, type TopicState } from "@millrace/kafka";
import { describe, expect, test } from "vitest";

const state: TopicState = {
  name: "views",
  partitions: 2,
  replicationFactor: 1,
  config: { "retention.ms": "86400000", "cleanup.policy": "delete", "segment.ms": "1" },
};

describe("compareTopics", () => {
  test("finds nothing when the topic is as wanted", () => {
    const spec = { name: "views", partitions: 2, retentionMs: 86_400_000, cleanupPolicy: "delete" as const };
    expect(compareTopics([spec], [state])).toEqual([]);
  });

  test("names a missing topic", () => {
    expect(compareTopics([{ name: "clicks", partitions: 1 }], [state])).toEqual([
      { kind: "missing", topic: "clicks" },
    ]);
  });

  test("names every difference with found and expected", () => {
    const spec = {
      name: "views",
      partitions: 3,
      cleanupPolicy: "compact" as const,
      config: { "max.message.bytes": "9" },
    };
    expect(compareTopics([spec], [state])).toEqual([
      { kind: "partitions", topic: "views", found: 2, expected: 3 },
      { kind: "config", topic: "views", key: "cleanup.policy", found: "delete", expected: "compact" },
      { kind: "config", topic: "views", key: "max.message.bytes", found: undefined, expected: "9" },
    ]);
  });
});
