import type { Plan } from "@millrace/domain";
import type { KafkaAdmin, TopicDifference } from "@millrace/kafka";
import type { Difference } from "./difference.ts";

/**
 * Compares the topics of a plan with those that there are. Topics of its stage that it does not name are left alone.
 * @param leftOut topics of domains that were chosen not to run: nothing is said of them
 */
export async function comparePlannedTopics(
  admin: Pick<KafkaAdmin, "compareTopics" | "listTopics">,
  { topics, stage }: Pick<Plan, "topics" | "stage">,
  leftOut: readonly string[] = [],
): Promise<readonly Difference[]> {
  const specs = topics.map(({ name, partitions, retentionMs, cleanupPolicy }) => ({
    name,
    partitions,
    retentionMs,
    cleanupPolicy,
  }));
  const [found, names] = await Promise.all([admin.compareTopics(specs), admin.listTopics()]);
  const known = new Set([...topics.map(({ name }) => name), ...leftOut]);
  const left = names.filter((name) => name.startsWith(`${stage}.streaming.`) && !known.has(name));
  return [
    ...topics.map(({ name }) => topicDifference(name, found)),
    ...left.map((name): Difference => ({ kind: "topic", name, action: "leave", details: [] })),
  ];
}

function topicDifference(name: string, found: readonly TopicDifference[]): Difference {
  const own = found.filter(({ topic }) => topic === name);
  const details = own.flatMap(detailsOf);
  const isRefused = own.some((each) => each.kind === "partitions" && each.found > each.expected);
  if (isRefused) return { kind: "topic", name, action: "refuse", details };
  if (own.some(({ kind }) => kind === "missing")) return { kind: "topic", name, action: "create", details };
  return { kind: "topic", name, action: own.length === 0 ? "unchanged" : "change", details };
}

function detailsOf(difference: TopicDifference): readonly string[] {
  switch (difference.kind) {
    case "missing":
      return [];
    case "config":
      return [`${difference.key}: ${difference.found ?? "none"} → ${difference.expected}`];
    case "partitions": {
      const { found, expected } = difference;
      const consequence =
        found > expected
          ? `Kafka cannot take partitions away; set "partitions: ${found}" in domain.yaml`
          : "keys move to other partitions, so that a key's records are no longer all in one order";
      return [`partitions: ${found} → ${expected} (${consequence})`];
    }
  }
}
