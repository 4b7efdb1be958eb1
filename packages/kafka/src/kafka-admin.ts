import { setTimeout as delay } from "node:timers/promises";
import type { LogSink } from "@millrace/common";
import kafkajs from "kafkajs";
import { AdminSession } from "./admin-session.ts";
import type { KafkaConnection } from "./connection.ts";
import { TopicNotFoundError } from "./errors.ts";
import {
  compareTopics,
  configOf,
  type TopicDifference,
  type TopicSpec,
  type TopicState,
} from "./topic-spec.ts";
import { waitForKafka } from "./wait-for-kafka.ts";

/** Options of a {@link KafkaAdmin}. */
export interface KafkaAdminOptions {
  readonly log?: LogSink;
  /** How long one operation may take, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/** The brokers of a cluster. */
export interface ClusterState {
  readonly clusterId: string;
  readonly brokers: readonly { readonly nodeId: number; readonly address: string }[];
}

/** First and next offset of a partition; records deleted or in open transactions included in the count. */
export interface PartitionOffsets {
  readonly partition: number;
  readonly first: number;
  readonly end: number;
}

/** What {@link KafkaAdmin.ensureTopics} found and did. */
export interface EnsuredTopics {
  readonly created: readonly string[];
  /** Topics that exist already but differ from their spec; they were left as they are. */
  readonly differences: readonly TopicDifference[];
}

/** Kafka's `DYNAMIC_TOPIC_CONFIG`: a setting made on the topic itself. */
const setOnTopic = 1;

/**
 * Administers a cluster. It connects at the first operation and again after an outage. Every operation ends in time,
 * with KafkaUnreachableError or KafkaRefusedError when it fails.
 */
export class KafkaAdmin implements AsyncDisposable {
  readonly #connection: KafkaConnection;
  readonly #session: AdminSession;

  constructor(connection: KafkaConnection, { log, timeoutMs = 10_000 }: KafkaAdminOptions = {}) {
    this.#connection = connection;
    this.#session = new AdminSession(connection, { log, timeoutMs, retries: 5 });
  }

  /** Waits until the cluster has brokers that answer. Default for `timeoutMs`: 60,000. */
  async waitUntilReady(
    options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    await waitForKafka(this.#connection, options);
  }

  /** Asks a broker for the cluster; also good as a health check. */
  async describeCluster(): Promise<ClusterState> {
    const { clusterId, brokers } = await this.#session.run("look at the cluster", (admin) =>
      admin.describeCluster(),
    );
    return {
      clusterId,
      brokers: brokers.map(({ nodeId, host, port }) => ({ nodeId, address: `${host}:${port}` })),
    };
  }

  /** Names of all topics, Kafka's own left out, sorted. */
  async listTopics(): Promise<readonly string[]> {
    const names = await this.#session.run("list topics", (admin) => admin.listTopics());
    return names.filter((name) => !name.startsWith("__")).sort();
  }

  /** Those of the named topics that exist. */
  async describeTopics(names: readonly string[]): Promise<readonly TopicState[]> {
    const existing = new Set(await this.#session.run("list topics", (admin) => admin.listTopics()));
    const wanted = names.filter((name) => existing.has(name));
    if (wanted.length === 0) return [];
    const { topics } = await this.#session.run("describe topics", (admin) =>
      admin.fetchTopicMetadata({ topics: wanted }),
    );
    const configs = await this.#describeConfigs(wanted);
    return topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.length,
      replicationFactor: partitions[0]?.replicas.length ?? 0,
      config: Object.fromEntries(
        (configs.get(name) ?? []).map((entry) => [entry.configName, entry.configValue]),
      ),
    }));
  }

  /** What would have to change so that the topics are as the specs say. */
  async compareTopics(specs: readonly TopicSpec[]): Promise<readonly TopicDifference[]> {
    return compareTopics(specs, await this.describeTopics(specs.map(({ name }) => name)));
  }

  /** Creates the topics that are missing and reports how the others differ. */
  async ensureTopics(specs: readonly TopicSpec[]): Promise<EnsuredTopics> {
    const differences = await this.compareTopics(specs);
    const missing = new Set(differences.filter(({ kind }) => kind === "missing").map(({ topic }) => topic));
    const wanted = specs.filter(({ name }) => missing.has(name));
    if (wanted.length > 0) {
      const topics = wanted.map((spec) => ({
        topic: spec.name,
        numPartitions: spec.partitions,
        replicationFactor: spec.replicationFactor ?? -1,
        configEntries: Object.entries(configOf(spec)).map(([name, value]) => ({ name, value })),
      }));
      await this.#session.run(`create topics ${[...missing].join(", ")}`, (admin) =>
        // Waiting for leaders fails where the broker has not yet heard of its own new topics.
        admin.createTopics({ topics, waitForLeaders: false }),
      );
      await this.#untilListed([...missing]);
    }
    return {
      created: wanted.map(({ name }) => name),
      differences: differences.filter(({ kind }) => kind !== "missing"),
    };
  }

  /**
   * Changes settings of a topic and keeps the others that were made on it: kafkajs only has Kafka's older request, which
   * replaces all of them.
   */
  async alterTopicConfig(topic: string, config: Readonly<Record<string, string>>): Promise<void> {
    const entries = (await this.#describeConfigs([topic])).get(topic) ?? [];
    const kept = entries.filter(
      (entry) => entry.configSource === setOnTopic && !(entry.configName in config),
    );
    const configEntries = [
      ...kept.map(({ configName, configValue }) => ({ name: configName, value: configValue })),
      ...Object.entries(config).map(([name, value]) => ({ name, value })),
    ];
    const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries }];
    await this.#session.run(`alter topic ${topic}`, (admin) =>
      admin.alterConfigs({ validateOnly: false, resources }),
    );
  }

  /** Adds partitions to a topic; keys may then go to other partitions than before. */
  async addPartitions(topic: string, partitions: number): Promise<void> {
    const topicPartitions = [{ topic, count: partitions }];
    await this.#session.run(`add partitions to ${topic}`, (admin) =>
      admin.createPartitions({ topicPartitions }),
    );
  }

  /** Deletes the topics that exist. Returns their names. */
  async deleteTopics(names: readonly string[]): Promise<readonly string[]> {
    const existing = new Set(await this.#session.run("list topics", (admin) => admin.listTopics()));
    const topics = names.filter((name) => existing.has(name));
    if (topics.length > 0) {
      await this.#session.run(`delete topics ${topics.join(", ")}`, (admin) =>
        admin.deleteTopics({ topics }),
      );
    }
    return topics;
  }

  /** Ids of all consumer groups, sorted. */
  async listGroups(): Promise<readonly string[]> {
    const { groups } = await this.#session.run("list consumer groups", (admin) => admin.listGroups());
    return groups.map(({ groupId }) => groupId).sort();
  }

  /** Deletes the groups that exist, with their offsets. A group with members is refused. Returns their ids. */
  async deleteGroups(ids: readonly string[]): Promise<readonly string[]> {
    const existing = new Set(await this.listGroups());
    const wanted = ids.filter((id) => existing.has(id));
    if (wanted.length > 0) {
      await this.#session.run(`delete consumer groups ${wanted.join(", ")}`, (admin) =>
        admin.deleteGroups(wanted),
      );
    }
    return wanted;
  }

  /**
   * First and end offset of every partition, sorted by partition.
   * @throws TopicNotFoundError
   */
  async topicOffsets(topic: string): Promise<readonly PartitionOffsets[]> {
    const operation = `look up offsets of ${topic}`;
    // Asked for the offsets of an unknown topic, kafkajs would try again for seconds.
    const existing = await this.#session.run(operation, (admin) => admin.listTopics());
    if (!existing.includes(topic)) throw new TopicNotFoundError(topic);
    const offsets = await this.#session.run(operation, (admin) => admin.fetchTopicOffsets(topic), topic);
    return offsets
      .map(({ partition, low, high }) => ({ partition, first: Number(low), end: Number(high) }))
      .sort((a, b) => a.partition - b.partition);
  }

  /** A group's committed offset by partition; partitions without one are absent. */
  async committedOffsets(group: string, topic: string): Promise<ReadonlyMap<number, number>> {
    const [found] = await this.#session.run(`look up offsets of group ${group}`, (admin) =>
      admin.fetchOffsets({ groupId: group, topics: [topic] }),
    );
    const committed = (found?.partitions ?? []).map(
      ({ partition, offset }) => [partition, Number(offset)] as const,
    );
    return new Map(committed.filter(([, offset]) => offset >= 0));
  }

  /** Commits offsets for a group that has no members; one with members is refused. */
  async commitOffsets(group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }));
    await this.#session.run(`commit offsets of group ${group}`, (admin) =>
      admin.setOffsets({ groupId: group, topic, partitions }),
    );
  }

  /** Ends the connection at once. The next operation would open another. */
  async close(): Promise<void> {
    this.#session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Waits until the broker knows topics that were just made. @throws TopicNotFoundError when it takes too long */
  async #untilListed(names: readonly string[]): Promise<void> {
    for (let waitedMs = 0; ; waitedMs += 50) {
      const listed = new Set(await this.#session.run("list topics", (admin) => admin.listTopics()));
      const absent = names.find((name) => !listed.has(name));
      if (absent === undefined) return;
      if (waitedMs >= 10_000) throw new TopicNotFoundError(absent);
      await delay(50);
    }
  }

  async #describeConfigs(topics: readonly string[]) {
    const resources = topics.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name }));
    const described = await this.#session.run("describe topic settings", (admin) =>
      admin.describeConfigs({ resources, includeSynonyms: false }),
    );
    return new Map(described.resources.map((resource) => [resource.resourceName, resource.configEntries]));
  }
}
