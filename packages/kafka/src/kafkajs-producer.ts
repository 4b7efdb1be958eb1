import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import type { LogSink } from "@millrace/common";
import type { KafkaConnection } from "./connection.ts";
import { NotDeliveredError, ProducerFullError, RecordRefusedError, TopicNotFoundError } from "./errors.ts";
import { KafkajsSession } from "./kafkajs-session.ts";
import { Pace } from "./pace.ts";
import type { Delivery, ProducerPort, ProducerRecord } from "./producer-port.ts";
import { type Refusal, refusalOf, splitRefused } from "./refusals.ts";
import { type Pending, SendQueue, sizeOf } from "./send-queue.ts";

/** Settings of a {@link KafkajsProducer}; every one has a default. */
export interface KafkajsProducerOptions {
  readonly log?: LogSink;
  /** How long the first record of an idle producer waits for company, in milliseconds; 0 (default): one turn of the loop. */
  readonly lingerMs?: number;
  /**
   * How far sends that several calls share are kept apart, in milliseconds; a call that is alone waits for nothing. Default 2.
   */
  readonly paceMs?: number;
  /** Default 900,000, which stays below the broker's default limit of 1 MiB a batch. */
  readonly maxBatchBytes?: number;
  /** Default 10,000. */
  readonly maxBatchRecords?: number;
  /** What may wait or be under way before `send` answers ProducerFullError. Default 32 MiB. */
  readonly maxHeldBytes?: number;
  /** How long a batch may take until it is given up, in milliseconds. Default 10,000. */
  readonly deliveryTimeoutMs?: number;
  /** How long connecting may take, in milliseconds. Default 3,000. */
  readonly connectTimeoutMs?: number;
  /** Told of every batch that all in-sync replicas have acknowledged. */
  readonly onBatch?: (batch: AcknowledgedBatch) => void;
}

/** A batch that was sent, and how long its acknowledgement took. */
export interface AcknowledgedBatch {
  readonly records: number;
  readonly durationMs: number;
}

const defaults = {
  lingerMs: 0,
  paceMs: 2,
  maxBatchBytes: 900_000,
  maxBatchRecords: 10_000,
  maxHeldBytes: 32 * 1024 * 1024,
  deliveryTimeoutMs: 10_000,
  connectTimeoutMs: 3_000,
};

/** Half of what a sequence number can count. */
const maxSessionRecords = 2 ** 30;

/**
 * Idempotent producer over kafkajs with `acks=all`. Records of all calls share batches; one batch is under way at a time.
 * When Kafka is away, everything that waits fails at once with `not-sent`, and the next call tries to connect again.
 */
export class KafkajsProducer implements ProducerPort {
  readonly #connection: KafkaConnection;
  readonly #options: typeof defaults & Pick<KafkajsProducerOptions, "log" | "onBatch">;
  readonly #queue = new SendQueue();
  readonly #pace: Pace;
  #session: KafkajsSession | undefined;
  #connecting: Promise<KafkajsSession> | undefined;
  #pump: Promise<void> | undefined;
  #isClosed = false;

  constructor(connection: KafkaConnection, options: KafkajsProducerOptions = {}) {
    this.#connection = connection;
    this.#options = { ...defaults, ...options };
    this.#pace = new Pace(this.#options.paceMs);
  }

  async connect(): Promise<void> {
    await this.#connected();
  }

  isConnected(): boolean {
    return this.#session !== undefined;
  }

  async send(records: readonly ProducerRecord[]): Promise<readonly Delivery[]> {
    const { maxHeldBytes } = this.#options;
    const bytes = records.reduce((sum, record) => sum + sizeOf(record), 0);
    if (this.#queue.heldBytes + bytes > maxHeldBytes) {
      const error = new ProducerFullError(this.#queue.heldBytes, maxHeldBytes);
      return records.map(() => ({ status: "failed", error }));
    }
    if (this.#isClosed) {
      const cause = new Error("the producer is closed");
      return records.map(({ topic }) => failed(new NotDeliveredError(topic, "not-sent", cause)));
    }
    const deliveries = this.#queue.add(records);
    this.#wake();
    return deliveries;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pump;
    this.#session?.destroy();
    this.#session = undefined;
  }

  #wake(): void {
    this.#pump ??= this.#run().finally(() => {
      this.#pump = undefined;
      if (!this.#queue.isEmpty) this.#wake();
    });
  }

  async #run(): Promise<void> {
    await (this.#options.lingerMs > 0 ? delay(this.#options.lingerMs) : nextTurn());
    while (!this.#queue.isEmpty) {
      const pauseMs = this.#pace.pauseMs();
      if (pauseMs > 0) await delay(pauseMs);
      const batch = this.#queue.take(this.#options);
      this.#pace.sent(callsIn(batch));
      await this.#deliver(batch);
    }
  }

  async #deliver(batch: readonly Pending[]): Promise<void> {
    try {
      const session = await this.#connected();
      await this.#deliverIn(session, batch);
    } catch (error) {
      settleNotDelivered([...batch, ...this.#queue.takeAll()], "not-sent", error);
    }
  }

  async #deliverIn(session: KafkajsSession, batch: readonly Pending[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const written = await session.send(batch, this.#options.deliveryTimeoutMs);
      const durationMs = performance.now() - startedAt;
      this.#options.onBatch?.({ records: batch.length, durationMs });
      written.forEach((delivery, at) => batch[at]?.settle(delivery));
    } catch (error) {
      // What was refused at last may have been written before, by an attempt whose answer was lost.
      const refusal = session.hasLostAnswer ? undefined : refusalOf(error);
      if (refusal === undefined) this.#giveUp(session, batch, error);
      else await this.#deliverParts(session, batch, refusal, error);
    }
  }

  /** Leaves out what the broker refuses and delivers the rest. */
  async #deliverParts(
    session: KafkajsSession,
    batch: readonly Pending[],
    refusal: Refusal,
    cause: unknown,
  ): Promise<void> {
    const parts = splitRefused(batch, refusal.scope);
    if (parts.length === 1) {
      for (const pending of batch) pending.settle(refused(pending.topic, refusal.reason, cause));
      return;
    }
    for (const part of parts) {
      // A part may have been written in the attempt before; only its own session sends it without a duplicate.
      if (this.#session === session) await this.#deliverIn(session, part);
      else settleNotDelivered(part, "unknown", cause);
    }
  }

  #giveUp(session: KafkajsSession, batch: readonly Pending[], cause: unknown): void {
    session.destroy();
    if (this.#session === session) this.#session = undefined;
    settleNotDelivered(batch, "unknown", cause);
    settleNotDelivered(this.#queue.takeAll(), "not-sent", cause);
  }

  #connected(): Promise<KafkajsSession> {
    if (this.#session !== undefined && this.#session.sentRecords < maxSessionRecords) {
      return Promise.resolve(this.#session);
    }
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<KafkajsSession> {
    this.#session?.destroy();
    this.#session = undefined;
    const session = new KafkajsSession(this.#connection, this.#options.log);
    await session.connect(this.#options.connectTimeoutMs);
    this.#session = session;
    return session;
  }
}

function callsIn(batch: readonly Pending[]): number {
  return batch.reduce((sum, { isFirst }) => sum + (isFirst ? 1 : 0), 0);
}

function settleNotDelivered(
  records: readonly Pending[],
  outcome: "not-sent" | "unknown",
  cause: unknown,
): void {
  for (const pending of records) pending.settle(failed(new NotDeliveredError(pending.topic, outcome, cause)));
}

function refused(topic: string, reason: string, cause: unknown): Delivery {
  const isMissing = reason === "UNKNOWN_TOPIC_OR_PARTITION";
  return failed(
    isMissing ? new TopicNotFoundError(topic, cause) : new RecordRefusedError(topic, reason, cause),
  );
}

function failed(error: Extract<Delivery, { readonly status: "failed" }>["error"]): Delivery {
  return { status: "failed", error };
}
