import type { TopicPlan } from "@millrace/domain";
import type { KafkaAdmin, TopicDifference } from "@millrace/kafka";
import { PartitionCountError } from "./errors.ts";
import type { Change } from "./change.ts";

/**
 * Makes the topics that are missing and corrects the settings of the others.
 *
 * @throws PartitionCountError when a topic has more partitions than the plan asks for
 */
export async function applyTopics(admin: KafkaAdmin, topics: readonly TopicPlan[]): Promise<Change[]> {
  const { created, differences } = await admin.ensureTopics(
    topics.map(({ name, partitions, retentionMs, cleanupPolicy }) => ({
      name,
      partitions,
      retentionMs,
      cleanupPolicy,
    })),
  );
  for (const difference of differences) await correct(admin, difference);
  return topics.map(({ name }) => {
    if (created.includes(name)) return { kind: "topic", name, action: "created" };
    const isUpdated = differences.some(({ topic }) => topic === name);
    return { kind: "topic", name, action: isUpdated ? "updated" : "unchanged" };
  });
}

async function correct(admin: KafkaAdmin, difference: TopicDifference): Promise<void> {
  switch (difference.kind) {
    case "config":
      return admin.alterTopicConfig(difference.topic, { [difference.key]: difference.expected });
    case "partitions":
      if (difference.found > difference.expected) throw new PartitionCountError(difference);
      return admin.addPartitions(difference.topic, difference.expected);
    case "missing":
      return;
  }
}
