import { connectorTopic } from "../normalize/defaults.ts";
import type { Domain, TopicSettings } from "../normalize/domain.ts";
import type { ConnectorPlan, SchemaPlan, TablePlan, TopicPlan } from "../plan.ts";
import { deadLetterTopic, topicName } from "./names.ts";

/** Configuration keys of Kafka Connect that name a topic which must exist before the connector starts. */
export const connectorTopicKeys: readonly { readonly key: string; readonly role: TopicPlan["role"] }[] = [
  { key: "errors.deadletterqueue.topic.name", role: "dead-letter" },
  { key: "iceberg.control.topic", role: "connector" },
];

/** The topics of tables, the domain's dead letters, and what connectors name; a topic that several of them share is made once. */
export function planTopics(
  domain: Domain,
  connectors: readonly ConnectorPlan[],
  stage: string,
): readonly TopicPlan[] {
  const tableTopics = [
    ...domain.streams.map(({ topic }) => planTopic(topic, "event", domain.name, stage)),
    ...domain.results.map(({ topic }) => planTopic(topic, "result", domain.name, stage)),
  ];
  const named = connectors.flatMap((connector) =>
    connectorTopicKeys.flatMap(({ key, role }) => {
      const name = connector.config[key];
      return name === undefined ? [] : [{ name, role }];
    }),
  );
  const known = new Set(tableTopics.map(({ name }) => name));
  const others = [{ name: deadLetterTopic(stage, domain.name), role: "dead-letter" as const }, ...named];
  const unique = new Map(others.filter(({ name }) => !known.has(name)).map((topic) => [topic.name, topic]));
  const connectorTopics = [...unique.values()].map(({ name, role }): TopicPlan => ({
    name,
    domain: domain.name,
    role,
    ...connectorTopic,
    cleanupPolicy: "delete",
  }));
  return [...tableTopics, ...connectorTopics];
}

/** The subjects of every table's value, and of its key where that is an Avro record. */
export function planSchemas(
  domain: Domain,
  tables: readonly TablePlan[],
  stage: string,
): readonly SchemaPlan[] {
  const compatibilityOf = new Map(
    [...domain.streams, ...domain.results].map(({ topic }) => [topicName(stage, topic), topic.compatibility]),
  );
  return tables.flatMap(({ topic, key, value }) => {
    const compatibility = compatibilityOf.get(topic) ?? "BACKWARD";
    const subjects = key.format === "avro" ? [key, value] : [value];
    return subjects.map(({ subject, schema }) => ({ subject, domain: domain.name, compatibility, schema }));
  });
}

function planTopic(topic: TopicSettings, role: TopicPlan["role"], domain: string, stage: string): TopicPlan {
  return {
    name: topicName(stage, topic),
    domain,
    role,
    partitions: topic.partitions,
    retentionMs: topic.retentionMs,
    cleanupPolicy: topic.cleanup,
  };
}
