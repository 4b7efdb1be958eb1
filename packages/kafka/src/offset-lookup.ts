import type Cluster from "kafkajs/src/cluster/index.js";
import { ClusterSession, type LookupOptions } from "./cluster-session.ts";
import type { KafkaConnection } from "./connection.ts";
import type { Positions } from "./topic-fetcher.ts";

/** Looks up where many topics begin and end, one request a broker. */
export class OffsetLookup {
  readonly #session: ClusterSession;

  constructor(connection: KafkaConnection, options: LookupOptions = {}) {
    this.#session = new ClusterSession(connection, options);
  }

  /**
   * The end of what is committed of every partition, by topic. Every topic has to exist.
   * @throws KafkaUnreachableError, KafkaRefusedError
   */
  async ends(topics: readonly string[]): Promise<ReadonlyMap<string, Positions>> {
    return await this.#look(topics, false);
  }

  /**
   * The first offset that is kept of every partition, by topic. Every topic has to exist.
   * @throws KafkaUnreachableError, KafkaRefusedError
   */
  async firsts(topics: readonly string[]): Promise<ReadonlyMap<string, Positions>> {
    return await this.#look(topics, true);
  }

  /** Ends the connection at once; the next look-up opens another. */
  close(): void {
    this.#session.close();
  }

  async #look(topics: readonly string[], fromBeginning: boolean): Promise<ReadonlyMap<string, Positions>> {
    if (topics.length === 0) return new Map();
    const operation = `look up offsets of ${topics.length} topics`;
    return await this.#session.run({ operation }, (cluster) => ask(cluster, topics, fromBeginning));
  }
}

async function ask(
  cluster: Cluster,
  topics: readonly string[],
  fromBeginning: boolean,
): Promise<ReadonlyMap<string, Positions>> {
  await cluster.addMultipleTargetTopics(topics);
  await cluster.refreshMetadataIfNecessary();
  const found = await cluster.fetchTopicsOffset(
    topics.map((topic) => ({
      topic,
      partitions: cluster
        .findTopicPartitionMetadata(topic)
        .map(({ partitionId }) => ({ partition: partitionId })),
      fromBeginning,
    })),
  );
  return new Map(
    found.map(({ topic, partitions }) => [
      topic,
      new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)] as const)),
    ]),
  );
}
