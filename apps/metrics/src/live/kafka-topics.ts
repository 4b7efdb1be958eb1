import {
  followChunks,
  type KafkaAdmin,
  type KafkaConnection,
  type PartitionOffsets,
  type TopicIds,
} from "@millrace/kafka";
import type { Chunk, Offsets, TopicSource, TopicState } from "./topic-source.ts";

/** What reading Kafka takes. */
export interface KafkaTopicOptions {
  readonly connection: KafkaConnection;
  readonly admin: Pick<KafkaAdmin, "topicOffsets" | "committedOffsets">;
  readonly ids: Pick<TopicIds, "idOf">;
}

/** Of a topic id: enough to tell topics of one name apart. */
const idDigits = 12;

/** How long Kafka may be away before following a topic is begun again, in milliseconds. */
const outageMs = 5_000;

/** Topics as Kafka has them. */
export class KafkaTopics implements TopicSource {
  readonly #options: KafkaTopicOptions;

  constructor(options: KafkaTopicOptions) {
    this.#options = options;
  }

  async state(topic: string): Promise<TopicState> {
    const { admin } = this.#options;
    const [generation, partitions] = await Promise.all([this.generation(topic), admin.topicOffsets(topic)]);
    return { generation, first: offsets(partitions, "first"), end: offsets(partitions, "end") };
  }

  async generation(topic: string): Promise<string> {
    return (await this.#options.ids.idOf(topic)).slice(0, idDigits);
  }

  /** The group of a Kafka Connect sink is called `connect-<connector>`. */
  async committed(connector: string, topic: string): Promise<Offsets> {
    return await this.#options.admin.committedOffsets(`connect-${connector}`, topic);
  }

  follow(topic: string, from: Offsets, signal: AbortSignal): AsyncIterable<Chunk> {
    return followChunks(this.#options.connection, topic, { from, signal, timeoutMs: outageMs });
  }
}

function offsets(partitions: readonly PartitionOffsets[], which: "first" | "end"): Offsets {
  return new Map(partitions.map((partition) => [partition.partition, partition[which]]));
}
