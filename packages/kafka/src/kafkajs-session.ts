import { setTimeout as delay } from "node:timers/promises";
import type { LogSink } from "@millrace/common";
import Cluster from "kafkajs/src/cluster/index.js";
import produce from "kafkajs/src/protocol/requests/produce/index.js";
import type { ProduceAnswer, ProduceBroker } from "kafkajs/src/cluster/index.js";
import type { KafkaConnection } from "./connection.ts";
import {
  type Delivered,
  mayBeForgotten,
  placeOf,
  type Routed,
  type Share,
  shareOut,
  writtenIn,
} from "./batch-shares.ts";
import { withDeadline } from "./deadline.ts";
import { type KafkajsClient, openKafkajsClient } from "./kafkajs-client.ts";
import { isPassing, isStale, protocolErrorOf, toKafkaError } from "./kafkajs-errors.ts";
import { encodeProduceRequest, type PartitionBatch } from "./produce-request.ts";
import { encodeRecordBatch } from "./record-batch.ts";

const retries = 10;
const firstPauseMs = 100;
const maxPauseMs = 1_000;
const produceKey = 0;
const transactionTimeoutMs = 60_000;
/**
 * One producer id at the broker. kafkajs connects, authenticates and knows the cluster; record batches are encoded here, and
 * sequence numbers counted. A session sends one batch at a time, and counts on only when all of it has been written: what is
 * sent again goes with the same numbers, so that a broker that has it already recognises it and answers its offsets. For
 * the same reason a session that has given a batch up must not be used again.
 */
export class KafkajsSession {
  readonly #client: KafkajsClient;
  readonly #cluster: Cluster;
  readonly #connection: KafkaConnection;
  readonly #sequences = new Map<string, number>();
  #producer: { readonly producerId: bigint; readonly producerEpoch: number } | undefined;
  #turn = 0;
  #isDestroyed = false;
  /** Whether the batch sent last may have been written by an attempt that got no answer. */
  hasLostAnswer = false;
  /** Records sent. Sequence numbers are 32 bits wide, and are not wrapped here. */
  sentRecords = 0;

  constructor(connection: KafkaConnection, log: LogSink | undefined) {
    this.#connection = connection;
    this.#client = openKafkajsClient(connection, { log, retries });
    this.#cluster = new Cluster({
      ...this.#client.config,
      logger: this.#client.kafka.logger(),
      isolationLevel: 0,
      metadataMaxAge: 300_000,
      allowAutoTopicCreation: false,
    });
  }

  /**
   * Connects and gets a producer id.
   * @throws KafkaUnreachableError, KafkaRefusedError
   */
  async connect(timeoutMs: number): Promise<void> {
    const context = { operation: "connect the producer", connection: this.#connection, waitedMs: timeoutMs };
    try {
      await withDeadline(this.#open(), {
        timeoutMs,
        expired: () => toKafkaError(this.#client.lastFault(), context),
      });
    } catch (error) {
      this.destroy();
      throw toKafkaError(error, context);
    }
  }

  /** Sends a batch and says where each record was written, in order. Throws what kafkajs throws, or at the deadline. */
  async send(batch: readonly Routed[], timeoutMs: number): Promise<readonly Delivered[]> {
    const expired = () => this.#client.lastFault() ?? new Error(`no acknowledgement within ${timeoutMs} ms`);
    this.hasLostAnswer = false;
    const shares = await withDeadline(this.#write(batch, timeoutMs), { timeoutMs, expired });
    this.sentRecords += batch.length;
    for (const { topic, partition, records } of shares)
      this.#sequences.set(placeOf(topic, partition), this.#sequenceOf(topic, partition) + records.length);
    return writtenIn(shares, batch.length);
  }

  /** Ends the session at once: what it had given up cannot be written any more by a later retry. */
  destroy(): void {
    this.#isDestroyed = true;
    this.#client.destroy();
  }

  async #open(): Promise<void> {
    await this.#cluster.connect();
    await this.#persist(async () => {
      await this.#cluster.refreshMetadataIfNecessary();
      const broker = await this.#cluster.findControllerBroker();
      const { producerId, producerEpoch } = await broker.initProducerId({
        transactionTimeout: transactionTimeoutMs,
      });
      this.#producer = { producerId: BigInt(producerId), producerEpoch };
    });
  }

  async #write(batch: readonly Routed[], timeoutMs: number): Promise<readonly Share[]> {
    const topics = [...new Set(batch.map(({ topic }) => topic))];
    let shares: readonly Share[] | undefined;
    const open = () => (shares ?? []).filter(({ baseOffset }) => baseOffset === undefined);
    const act = async () => {
      await this.#cluster.addMultipleTargetTopics(topics);
      await this.#cluster.refreshMetadataIfNecessary();
      shares ??= shareOut(batch, {
        partitionsOf: (topic) => this.#partitionsOf(topic),
        turn: () => this.#turn++,
      });
      await Promise.all(
        [...this.#byLeader(open())].map(([nodeId, own]) => this.#produce(nodeId, own, timeoutMs)),
      );
    };
    await this.#persist(act, () => !(this.hasLostAnswer && open().some(mayBeForgotten)));
    return shares ?? [];
  }

  /** Sends one broker what it leads, and notes the offsets that it answers. */
  async #produce(nodeId: string, shares: readonly Share[], timeoutMs: number): Promise<void> {
    const broker = await this.#cluster.findBroker({ nodeId });
    const bytes = encodeProduceRequest(this.#batchesOf(shares), timeoutMs);
    const answer = await this.#ask(broker, bytes);
    for (const { topicName, partitions } of answer.topics) {
      for (const { partition, baseOffset } of partitions) {
        const share = shares.find((each) => each.topic === topicName && each.partition === partition);
        if (share !== undefined) share.baseOffset = Number(baseOffset);
      }
    }
  }

  async #ask(broker: ProduceBroker, bytes: Buffer): Promise<ProduceAnswer> {
    let isSent = false;
    const encode = () => {
      isSent = true;
      return bytes;
    };
    try {
      return await ask(broker, encode);
    } catch (error) {
      if (isSent && protocolErrorOf(error) === undefined) this.hasLostAnswer = true;
      throw error;
    }
  }

  #batchesOf(shares: readonly Share[]): ReadonlyMap<string, readonly PartitionBatch[]> {
    if (this.#producer === undefined) throw new Error("the session is not connected");
    const topics = new Map<string, PartitionBatch[]>();
    for (const { topic, partition, records } of shares) {
      const firstSequence = this.#sequenceOf(topic, partition);
      const bytes = encodeRecordBatch(records, { ...this.#producer, firstSequence });
      const batches = topics.get(topic);
      if (batches === undefined) topics.set(topic, [{ partition, bytes }]);
      else batches.push({ partition, bytes });
    }
    return topics;
  }

  #partitionsOf(topic: string): number {
    const { length } = this.#cluster.findTopicPartitionMetadata(topic);
    if (length === 0) throw new MetadataMissing(topic);
    return length;
  }

  #byLeader(shares: readonly Share[]): ReadonlyMap<string, readonly Share[]> {
    const leaders = new Map<string, Share[]>();
    for (const share of shares) {
      const found = this.#cluster.findLeaderForPartitions(share.topic, [share.partition]);
      const [nodeId] = Object.keys(found);
      if (nodeId === undefined)
        throw new Error(`partition ${share.partition} of ${share.topic} has no leader`);
      leaders.set(nodeId, [...(leaders.get(nodeId) ?? []), share]);
    }
    return leaders;
  }

  #sequenceOf(topic: string, partition: number): number {
    return this.#sequences.get(placeOf(topic, partition)) ?? 0;
  }

  /** Tries again what may pass and be repeated, with growing pauses; the deadline is the caller's. */
  async #persist(act: () => Promise<void>, mayRepeat = () => true): Promise<void> {
    let pauseMs = firstPauseMs;
    for (let attempt = 0; ; attempt++) {
      try {
        return await act();
      } catch (error) {
        if (this.#isDestroyed || attempt >= retries || !isPassing(error) || !mayRepeat()) throw error;
        await delay(pauseMs);
        pauseMs = Math.min(2 * pauseMs, maxPauseMs);
        await this.#recover(error);
      }
    }
  }

  /** As kafkajs' own producer does after a failed attempt. */
  async #recover(error: unknown): Promise<void> {
    try {
      if (error instanceof Error && error.name === "KafkaJSConnectionClosedError")
        this.#cluster.removeBroker(error as unknown as { readonly host: string; readonly port: number });
      const wasConnected = this.#cluster.isConnected();
      if (!wasConnected) await this.#cluster.connect();
      if (!wasConnected || isStale(error)) await this.#cluster.refreshMetadata();
    } catch {
      // The next attempt meets the same fault and tells it.
    }
  }
}

/** What is known of the cluster is not enough yet; treated as kafkajs' error of this name. */
class MetadataMissing extends Error {
  readonly retriable = true;

  constructor(place: string) {
    super(`the cluster has not said where ${place} is`);
    this.name = "KafkaJSMetadataNotLoaded";
  }
}

/** Asks for the bytes when it is about to send them. */
async function ask(broker: ProduceBroker, bytesOf: () => Buffer): Promise<ProduceAnswer> {
  const { request, response } = broker.lookupRequest(produceKey, produce)({ acks: -1, topicData: [] });
  const encode = () => {
    const bytes = bytesOf();
    return Promise.resolve({ buf: bytes, buffer: bytes });
  };
  try {
    return (await broker.connectionPool.send({ request: { ...request, encode }, response })) as ProduceAnswer;
  } catch (error) {
    if (error instanceof Error && error.name === "KafkaJSConnectionClosedError") await broker.disconnect();
    throw error;
  }
}
