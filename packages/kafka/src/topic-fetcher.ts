import { setTimeout as delay } from "node:timers/promises";
import type { LogSink, MillraceError } from "@millrace/common";
import Cluster from "kafkajs/src/cluster/index.js";
import { committedRecords, type PartitionChunk } from "./committed-records.ts";
import type { KafkaConnection } from "./connection.ts";
import { withDeadline } from "./deadline.ts";
import { KafkaRefusedError, KafkaUnreachableError, UnsupportedCompressionError } from "./errors.ts";
import { type KafkajsClient, openKafkajsClient } from "./kafkajs-client.ts";
import { causes, toKafkaError } from "./kafkajs-errors.ts";

/** What a {@link TopicFetcher} reads and how patient it is. */
export interface FetcherOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  readonly log?: LogSink | undefined;
  /** How long Kafka may be away before reading fails, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** How much one fetch brings of a partition, in bytes; at least one batch. Default 4 MiB. */
  readonly partitionBytes?: number | undefined;
}

/** Offsets by partition. */
export type Positions = ReadonlyMap<number, number>;

const readCommitted = 1;
const retryDelayMs = 200;
const defaultPartitionBytes = 4 * 1024 * 1024;
const responseBytes = 16 * 1024 * 1024;

/** Reads committed records of one topic from given offsets, without a consumer group. */
export class TopicFetcher {
  readonly #options: FetcherOptions;
  readonly #client: KafkajsClient;
  readonly #cluster: Cluster;

  constructor(options: FetcherOptions) {
    this.#options = options;
    this.#client = openKafkajsClient(options.connection, { log: options.log, retries: 0 });
    this.#cluster = new Cluster({
      ...this.#client.config,
      logger: this.#client.kafka.logger(),
      isolationLevel: readCommitted,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
    });
  }

  /** The first offset of every partition (`first`) or the end of what is committed now (`end`). */
  async offsets(which: "first" | "end"): Promise<Positions> {
    const { topic } = this.#options;
    return this.#persist(`look up offsets of ${topic}`, async () => {
      const partitions = this.#cluster
        .findTopicPartitionMetadata(topic)
        .map(({ partitionId }) => ({ partition: partitionId }));
      const found = await this.#cluster.fetchTopicsOffset([
        { topic, partitions, fromBeginning: which === "first" },
      ]);
      const entries = found[0]?.partitions.map(
        ({ partition, offset }) => [partition, Number(offset)] as const,
      );
      return new Map(entries?.toSorted(([a], [b]) => a - b));
    });
  }

  /** One fetch of all given partitions; waits up to `maxWaitMs` for records. Chunks are sorted by partition. */
  async fetch(positions: Positions, maxWaitMs: number): Promise<readonly PartitionChunk[]> {
    const { topic } = this.#options;
    return this.#persist(`read ${topic}`, async () => {
      const leaders = this.#cluster.findLeaderForPartitions(topic, [...positions.keys()]);
      const answers = await Promise.all(
        Object.entries(leaders).map(([nodeId, partitions]) =>
          this.#fetchFrom(nodeId, partitions, positions, maxWaitMs),
        ),
      );
      return answers.flat().toSorted((a, b) => a.partition - b.partition);
    });
  }

  /** Ends the connection at once. */
  close(): void {
    this.#client.destroy();
  }

  async #fetchFrom(
    nodeId: string,
    partitions: readonly number[],
    positions: Positions,
    maxWaitMs: number,
  ): Promise<readonly PartitionChunk[]> {
    const { topic, partitionBytes = defaultPartitionBytes } = this.#options;
    const offsetOf = (partition: number) => positions.get(partition) ?? 0;
    const broker = await this.#cluster.findBroker({ nodeId });
    const { responses } = await broker.fetch({
      isolationLevel: readCommitted,
      maxWaitTime: maxWaitMs,
      minBytes: 1,
      maxBytes: responseBytes,
      topics: [
        {
          topic,
          partitions: partitions.map((partition) => ({
            partition,
            fetchOffset: String(offsetOf(partition)),
            maxBytes: partitionBytes,
          })),
        },
      ],
    });
    return responses
      .flatMap(({ partitions: fetched }) => fetched)
      .map((fetched) => committedRecords(topic, fetched, offsetOf(fetched.partition)));
  }

  /** Tries until it works, Kafka refuses, or has been away for too long. */
  async #persist<T>(operation: string, act: () => Promise<T>): Promise<T> {
    const { connection, topic, timeoutMs, signal } = this.#options;
    const context = { operation, connection, topic, waitedMs: timeoutMs };
    const attempt = async (): Promise<T> => {
      for (;;) {
        try {
          await this.#cluster.connect();
          await this.#cluster.addTargetTopic(topic);
          await this.#cluster.refreshMetadataIfNecessary();
          return await act();
        } catch (error) {
          lastError = error;
          const typed = compressionError(topic, error) ?? toKafkaError(error, context);
          if (!(typed instanceof KafkaUnreachableError)) throw typed;
          await delay(retryDelayMs);
          if (isOver) throw typed;
          await this.#cluster.refreshMetadata().catch(() => {});
        }
      }
    };
    let lastError: unknown;
    let isOver = false;
    try {
      return await withDeadline(attempt(), {
        timeoutMs,
        signal,
        expired: () => toKafkaError(lastError, context),
      });
    } finally {
      isOver = true;
    }
  }
}

/** Whether the offsets asked for are gone, deleted by retention. */
export function isOffsetGone(error: unknown): boolean {
  return error instanceof KafkaRefusedError && error.reason === "OFFSET_OUT_OF_RANGE";
}

function compressionError(topic: string, error: unknown): MillraceError | undefined {
  for (const { message } of causes(error)) {
    const codec = /^(\w+) compression not implemented/.exec(message)?.[1];
    if (codec !== undefined) return new UnsupportedCompressionError(topic, codec.toLowerCase(), error);
  }
  return undefined;
}
