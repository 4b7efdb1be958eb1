import type { LogSink } from "@millrace/common";
import Cluster from "kafkajs/src/cluster/index.js";
import type { KafkaConnection } from "./connection.ts";
import { withDeadline } from "./deadline.ts";
import { type KafkajsClient, openKafkajsClient } from "./kafkajs-client.ts";
import { toKafkaError } from "./kafkajs-errors.ts";
import type { Positions } from "./topic-fetcher.ts";

/** Settings of {@link OffsetLookup}. */
export interface OffsetLookupOptions {
  readonly log?: LogSink | undefined;
  /** How long a look-up may take, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
}

interface OpenCluster {
  readonly client: KafkajsClient;
  readonly cluster: Cluster;
}

const readCommitted = 1;

/**
 * Looks up where many topics begin and end, one request a broker. Connects at the first look-up, and anew after a
 * failed one.
 */
export class OffsetLookup {
  readonly #connection: KafkaConnection;
  readonly #options: OffsetLookupOptions;
  #open: OpenCluster | undefined;

  constructor(connection: KafkaConnection, options: OffsetLookupOptions = {}) {
    this.#connection = connection;
    this.#options = options;
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
    this.#open?.client.destroy();
    this.#open = undefined;
  }

  async #look(topics: readonly string[], fromBeginning: boolean): Promise<ReadonlyMap<string, Positions>> {
    const { timeoutMs = 5_000 } = this.#options;
    const used = (this.#open ??= this.#connect());
    const operation = `look up offsets of ${topics.length} topics`;
    const context = { operation, connection: this.#connection, waitedMs: timeoutMs };
    try {
      return await withDeadline(ask(used.cluster, topics, fromBeginning), {
        timeoutMs,
        expired: () => toKafkaError(used.client.lastFault(), context),
      });
    } catch (error) {
      if (used === this.#open) this.close();
      throw toKafkaError(error, context);
    }
  }

  #connect(): OpenCluster {
    const client = openKafkajsClient(this.#connection, { log: this.#options.log, retries: 0 });
    const cluster = new Cluster({
      ...client.config,
      logger: client.kafka.logger(),
      isolationLevel: readCommitted,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
    });
    return { client, cluster };
  }
}

async function ask(
  cluster: Cluster,
  topics: readonly string[],
  fromBeginning: boolean,
): Promise<ReadonlyMap<string, Positions>> {
  if (topics.length === 0) return new Map();
  if (!cluster.isConnected()) await cluster.connect();
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
