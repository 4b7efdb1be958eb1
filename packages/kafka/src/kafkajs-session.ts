import type { LogSink } from "@millrace/common";
import type { Message, Producer } from "kafkajs";
import type { KafkaConnection } from "./connection.ts";
import { withDeadline } from "./deadline.ts";
import { groupBy } from "./group-by.ts";
import { type KafkajsClient, openKafkajsClient } from "./kafkajs-client.ts";
import { toKafkaError } from "./kafkajs-errors.ts";
import { partitionOf } from "./partition-of.ts";
import type { ProducerRecord } from "./producer-port.ts";

/** A record in kafkajs' form, with the partition it has been given: a repeated attempt must go to the same one. */
export interface RoutedMessage extends Message {
  partition?: number;
}

/** A record with its message. */
export interface Routed {
  readonly topic: string;
  readonly message: RoutedMessage;
}

/** Where a record was written. */
export interface Written {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

const retries = 10;

/**
 * One producer id at the broker. A session sends one batch at a time: kafkajs counts a failed batch's sequence numbers
 * back, so a second batch under way would take them over and be dropped by the broker as a duplicate. For the same reason
 * a session that has given a batch up must not be used again.
 */
export class KafkajsSession {
  readonly #client: KafkajsClient;
  readonly #producer: Producer;
  readonly #connection: KafkaConnection;
  /** Records sent. Sequence numbers are 32 bits wide and kafkajs does not wrap them as the broker does. */
  sentRecords = 0;

  constructor(connection: KafkaConnection, log: LogSink | undefined) {
    this.#connection = connection;
    this.#client = openKafkajsClient(connection, { log, retries });
    this.#producer = this.#client.kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      createPartitioner: stablePartitioner,
    });
  }

  /**
   * Connects and gets a producer id.
   * @throws KafkaUnreachableError, KafkaRefusedError
   */
  async connect(timeoutMs: number): Promise<void> {
    const context = { operation: "connect the producer", connection: this.#connection, waitedMs: timeoutMs };
    try {
      await withDeadline(this.#producer.connect(), {
        timeoutMs,
        expired: () => toKafkaError(this.#client.lastFault(), context),
      });
    } catch (error) {
      this.destroy();
      throw toKafkaError(error, context);
    }
  }

  /** Sends a batch and says where each record was written, in order. Throws what kafkajs throws, or at the deadline. */
  async send(batch: readonly Routed[], timeoutMs: number): Promise<readonly Written[]> {
    const byTopic = groupBy(batch, ({ topic }) => topic);
    const topicMessages = [...byTopic].map(([topic, routed]) => ({
      topic,
      messages: routed.map(({ message }) => message),
    }));
    const expired = () => this.#client.lastFault() ?? new Error(`no acknowledgement within ${timeoutMs} ms`);
    const answers = await withDeadline(
      this.#producer.sendBatch({ acks: -1, timeout: timeoutMs, topicMessages }),
      {
        timeoutMs,
        expired,
      },
    );
    this.sentRecords += batch.length;
    const next = new Map(
      answers.map(({ topicName, partition, baseOffset }) => [
        `${topicName}/${partition}`,
        Number(baseOffset),
      ]),
    );
    return batch.map(({ topic, message: { partition = -1 } }) => {
      const place = `${topic}/${partition}`;
      const offset = next.get(place);
      if (offset === undefined || offset < 0)
        throw new Error(`the broker's answer has no offset for ${place}`);
      next.set(place, offset + 1);
      return { topic, partition, offset };
    });
  }

  /** Ends the session at once: what it had given up cannot be written any more by a later retry. */
  destroy(): void {
    this.#client.destroy();
  }
}

/** A record in kafkajs' form. */
export function toMessage({ key, value, timestampMs, headers }: ProducerRecord): RoutedMessage {
  return {
    key,
    value,
    timestamp: String(timestampMs),
    ...(headers === undefined ? {} : { headers }),
  };
}

function stablePartitioner() {
  let turn = 0;
  return ({
    partitionMetadata,
    message,
  }: {
    readonly partitionMetadata: readonly unknown[];
    readonly message: RoutedMessage;
  }) => {
    const partitions = partitionMetadata.length;
    message.partition ??= Buffer.isBuffer(message.key)
      ? partitionOf(message.key, partitions)
      : turn++ % partitions;
    return message.partition;
  };
}
