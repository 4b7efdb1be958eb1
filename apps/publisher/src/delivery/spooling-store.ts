import { join } from "node:path";
import type { LogSink } from "@millrace/common";
import type { Delivery, ProducerPort } from "@millrace/kafka";
import { LogFullError } from "@millrace/segment-log";
import { Circuit, type CircuitPauses, type CircuitState } from "./circuit.ts";
import type { EventRecord, EventStore, NotStored, Place, Stored } from "./event-store.ts";
import { toStored } from "./kafka-store.ts";
import { Replay, type ReplayCounts } from "./replay.ts";
import { Replayer } from "./replayer.ts";
import { Spool, type SpoolFacts } from "./spool.ts";

/** Settings of a {@link SpoolingStore}. */
export interface SpoolingStoreOptions {
  /** Of the spool; made where there is none. */
  readonly folder: string;
  readonly maxBytes: number;
  /** Gives up what Kafka does not acknowledge in the time that callers may be kept waiting. */
  readonly producer: ProducerPort;
  readonly log: LogSink;
  /** Is told of each spooled record that has come to Kafka, and where. */
  readonly onReplayed: (record: EventRecord, place: Place) => void;
  /** How long Kafka is left alone between tries. */
  readonly pauses?: CircuitPauses;
  /** How long a topic that does not exist is waited for by what was spooled for it, in milliseconds. Default 30,000. */
  readonly topicPatienceMs?: number;
  /** How long what Kafka refuses altogether is left alone between tries, in milliseconds. Default 60,000. */
  readonly parkedPauseMs?: number;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
}

/** What is known of delivery without asking anybody. */
export interface DeliveryFacts extends SpoolFacts, Readonly<ReplayCounts> {
  readonly circuit: CircuitState;
  /** Why the circuit is not closed. */
  readonly reason?: string;
  /** Events that wait because neither their topic nor their dead letter topic takes them. */
  readonly parkedEvents: number;
}

/**
 * Keeps events in Kafka, and while it does not acknowledge on the disk, from where they are replayed in order. As long as
 * something waits there everything goes there, so that nothing is overtaken.
 */
export class SpoolingStore implements EventStore {
  readonly #options: SpoolingStoreOptions;
  readonly #spool: Spool;
  readonly #parked: Spool;
  readonly #circuit: Circuit;
  readonly #replay: Replay;
  readonly #replayer: Replayer;
  readonly #underWay = new Set<Promise<unknown>>();
  #isClosed = false;

  private constructor(options: SpoolingStoreOptions, spool: Spool, parked: Spool) {
    const { producer, log, parkedPauseMs } = options;
    this.#options = options;
    this.#spool = spool;
    this.#parked = parked;
    this.#circuit = new Circuit(options.pauses);
    this.#replay = new Replay({ ...options, parked });
    const [circuit, replay] = [this.#circuit, this.#replay];
    this.#replayer = new Replayer({ producer, spool, parked, circuit, replay, log, parkedPauseMs });
  }

  /**
   * Opens the spool and recovers it. Events are kept on the disk until {@link start} has reached Kafka.
   * @throws LogLockedError while another process has the folder, and what the system throws
   */
  static async open(options: SpoolingStoreOptions): Promise<SpoolingStore> {
    const spool = await Spool.open(options.folder, options);
    try {
      return new SpoolingStore(options, spool, await Spool.open(join(options.folder, "parked"), options));
    } catch (error) {
      await spool.close();
      throw error;
    }
  }

  /** What health and metrics tell. */
  get facts(): DeliveryFacts {
    const { state: circuit, reason } = this.#circuit;
    const facts = {
      ...this.#spool.facts,
      ...this.#replay.counts,
      circuit,
      parkedEvents: this.#parked.facts.events,
    };
    return reason === undefined ? facts : { ...facts, reason };
  }

  /** Tries Kafka from now on; resolves with whether the first try has reached it. */
  start(): Promise<boolean> {
    return this.#replayer.start();
  }

  async store(records: readonly EventRecord[]): Promise<readonly Stored[]> {
    const stored = this.#store(records);
    this.#underWay.add(stored);
    try {
      return await stored;
    } finally {
      this.#underWay.delete(stored);
    }
  }

  /** Takes nothing more, waits for what is under way and closes the spool; what waits in it stays there. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#replayer.stop();
    await Promise.allSettled(this.#underWay);
    await this.#spool.close();
    await this.#parked.close();
  }

  async #store(records: readonly EventRecord[]): Promise<readonly Stored[]> {
    if (this.#isClosed) return records.map(() => closing);
    const { held } = this.#replayer;
    if (held !== undefined) await held;
    if (this.#circuit.state !== "closed") return this.#spoolAll(records);
    const deliveries = await this.#options.producer.send(records);
    return deliveries.every(({ status }) => status === "delivered")
      ? deliveries.map(toStored)
      : this.#spoolRest(records, deliveries);
  }

  /** Spools what Kafka has not acknowledged. */
  async #spoolRest(
    records: readonly EventRecord[],
    deliveries: readonly Delivery[],
  ): Promise<readonly Stored[]> {
    const rest = records.filter((_, at) => isAway(deliveries[at]));
    const fault = deliveries.find(isAway);
    if (fault?.status === "failed") this.#open(fault.error.message);
    const spooled = rest.length === 0 ? [] : await this.#spoolAll(rest);
    let at = 0;
    return deliveries.map((delivery) => (isAway(delivery) ? (spooled[at++] as Stored) : toStored(delivery)));
  }

  async #spoolAll(records: readonly EventRecord[]): Promise<readonly Stored[]> {
    try {
      await this.#spool.append(records);
      return records.map(({ topic }) => ({ in: "spool", topic }));
    } catch (error) {
      const refusal = notSpooled(error, this.#circuit.reason);
      return records.map(() => refusal);
    }
  }

  #open(reason: string): void {
    const wasClosed = this.#circuit.state === "closed";
    if (!wasClosed) return;
    this.#circuit.open(reason);
    this.#options.log.warn({ reason }, "Kafka does not acknowledge: events go to the spool");
    this.#replayer.wake();
  }
}

const closing: NotStored = {
  in: "none",
  isFinal: false,
  code: "SHUTTING_DOWN",
  reason: "the publisher is shutting down",
};

/** Whether Kafka has not said what became of a record, or was not asked. */
function isAway(delivery: Delivery | undefined): boolean {
  return delivery?.status === "failed" && delivery.error.code === "KAFKA_NOT_DELIVERED";
}

function notSpooled(error: unknown, kafka: string | undefined): NotStored {
  const fault = error instanceof Error ? error.message : String(error);
  const code = error instanceof LogFullError ? "SPOOL_FULL" : "SPOOL_NOT_WRITTEN";
  const reason = kafka === undefined ? fault : `${fault}; and Kafka does not acknowledge (${kafka})`;
  return { in: "none", isFinal: false, code, reason };
}
