import type { LogSink } from "@millrace/common";
import type { Delivery, ProducerPort } from "@millrace/kafka";
import { deadLetterHeaders } from "../intake/dead-letter.ts";
import type { EventRecord, Place } from "./event-store.ts";
import type { Spool, Waiting } from "./spool.ts";

/** What replaying works with. */
export interface ReplayOptions {
  readonly producer: Pick<ProducerPort, "send">;
  /** Where entries go that neither their topic nor their dead letter topic takes. */
  readonly parked: Pick<Spool, "appendEntries">;
  readonly log: LogSink;
  /** Is told of each record that Kafka has taken, and where; a dead letter is in the dead letter topic. */
  readonly onReplayed: (record: EventRecord, place: Place) => void;
  /** How long a topic that does not exist is waited for, in milliseconds. Default 30,000. */
  readonly topicPatienceMs?: number;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
}

/** How many records replaying has settled since the start. */
export interface ReplayCounts {
  replayed: number;
  deadLettered: number;
  parked: number;
}

/** A crash replays at most so many records again. */
const atOnce = 1_000;

/** Kafka has not taken something that it may take later. */
export class NotReplayedError extends Error {}

type Failure = Extract<Delivery, { readonly status: "failed" }>["error"];

interface Refused {
  readonly waiting: Waiting;
  readonly record: EventRecord;
  readonly error: Failure;
}

/** Brings what waits in a spool to Kafka, in order. Nothing is dropped: what Kafka refuses becomes a dead letter. */
export class Replay {
  readonly counts: ReplayCounts = { replayed: 0, deadLettered: 0, parked: 0 };
  readonly #options: ReplayOptions;
  /** Behind an entry that Kafka has not taken: positions of those that it has. */
  readonly #settled = new Map<Spool, Set<number>>();
  /** Since when topics are known not to exist. */
  readonly #missingSince = new Map<string, number>();

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  /**
   * Replays what is in the spool at this moment.
   * @param onProgress is called whenever Kafka has taken something
   * @throws NotReplayedError when Kafka does not take it now; what it has taken is noted
   */
  async run(spool: Spool, onProgress: () => void): Promise<void> {
    const { end } = spool;
    let at = 0;
    for await (const chunk of spool.read()) {
      for (let first = 0; first < chunk.length; first += atOnce)
        await this.#settle(spool, chunk.slice(first, first + atOnce), onProgress);
      at = chunk.at(-1)?.entry.end ?? at;
      if (at >= end) return;
    }
    await spool.advance(end, []);
  }

  async #settle(spool: Spool, chunk: readonly Waiting[], onProgress: () => void): Promise<void> {
    const settled = this.#settled.get(spool) ?? new Set();
    const left = await this.#deliver(chunk.filter(({ entry }) => !settled.has(entry.position)));
    const first = left.waiting[0];
    const stays = new Set(left.waiting);
    const done = first === undefined ? chunk : chunk.slice(0, chunk.indexOf(first));
    for (const waiting of chunk.slice(done.length))
      if (!stays.has(waiting)) settled.add(waiting.entry.position);
    for (const { entry } of done) settled.delete(entry.position);
    this.#settled.set(spool, settled);
    const position = done.at(-1)?.entry.end;
    if (position !== undefined) {
      await spool.advance(position, done);
      onProgress();
    }
    if (first !== undefined) throw new NotReplayedError(left.reason);
  }

  /** Returns those that stay, in order, and why. */
  async #deliver(
    chunk: readonly Waiting[],
  ): Promise<{ readonly waiting: readonly Waiting[]; readonly reason: string }> {
    const stays = new Set<Waiting>();
    let reason = "";
    const stay = (waiting: Waiting, why: string) => {
      if (stays.size === 0) reason = why;
      stays.add(waiting);
    };
    const refused: Refused[] = [];
    const sent = chunk.flatMap((waiting) =>
      typeof waiting.content === "object" ? [{ waiting, record: waiting.content.record }] : [],
    );
    const deliveries =
      sent.length === 0 ? [] : await this.#options.producer.send(sent.map(({ record }) => record));
    sent.forEach(({ waiting, record }, at) => {
      const delivery = deliveries[at] as Delivery;
      if (delivery.status === "delivered") {
        this.counts.replayed += 1;
        this.#moved(record, delivery);
      } else if (this.#isFinal(delivery.error)) refused.push({ waiting, record, error: delivery.error });
      else stay(waiting, delivery.error.message);
    });
    const unreadable = chunk.filter(({ content }) => content === "unreadable");
    for (const { waiting, why } of await this.#bury(refused)) stay(waiting, why);
    for (const { waiting, why } of await this.#park(unreadable)) stay(waiting, why);
    return { waiting: chunk.filter((waiting) => stays.has(waiting)), reason };
  }

  #moved(
    record: EventRecord,
    { topic, partition, offset }: Extract<Delivery, { readonly status: "delivered" }>,
  ): void {
    this.#missingSince.delete(topic);
    this.#options.onReplayed(record, { in: "kafka", topic, partition, offset });
  }

  /** Whether the same would come of trying again: a topic may still be made, for some time. */
  #isFinal(error: Failure): boolean {
    if (error.code === "KAFKA_RECORD_REFUSED") return true;
    if (error.code !== "KAFKA_TOPIC_NOT_FOUND") return false;
    const since = this.#missingSince.get(error.topic) ?? performance.now();
    this.#missingSince.set(error.topic, since);
    return performance.now() - since >= (this.#options.topicPatienceMs ?? 30_000);
  }

  /** Makes dead letters of records; those that their dead letter topic refuses as well are parked. */
  async #bury(refused: readonly Refused[]): Promise<readonly Stays[]> {
    if (refused.length === 0) return [];
    const { producer, log, clock = Date.now } = this.#options;
    const letters = refused.filter(({ record }) => record.topic !== record.deadLetterTopic);
    const toPark = refused
      .filter(({ record }) => record.topic === record.deadLetterTopic)
      .map(({ waiting }) => waiting);
    const stays: Stays[] = [];
    const timeMs = clock();
    const deliveries =
      letters.length === 0 ? [] : await producer.send(letters.map((letter) => deadLetter(letter, timeMs)));
    letters.forEach(({ waiting, record }, at) => {
      const delivery = deliveries[at] as Delivery;
      if (delivery.status === "delivered") {
        this.counts.deadLettered += 1;
        this.#moved(record, delivery);
      } else if (this.#isFinal(delivery.error)) toPark.push(waiting);
      else stays.push({ waiting, why: delivery.error.message });
    });
    const [first] = refused;
    log.error(
      { refused: refused.length, topic: first?.record.topic, code: first?.error.code, parked: toPark.length },
      "Kafka refuses spooled events: they become dead letters, or are parked where it refuses those as well",
    );
    return [...stays, ...(await this.#park(toPark))];
  }

  async #park(waiting: readonly Waiting[]): Promise<readonly Stays[]> {
    if (waiting.length === 0) return [];
    try {
      await this.#options.parked.appendEntries(waiting.map(({ entry }) => entry.payload));
      this.counts.parked += waiting.length;
      return [];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return waiting.map((each) => ({ waiting: each, why }));
    }
  }
}

interface Stays {
  readonly waiting: Waiting;
  readonly why: string;
}

function deadLetter({ record, error }: Refused, timeMs: number): EventRecord {
  const correlationId = record.headers?.["correlation-id"];
  const headers = deadLetterHeaders({
    reason: error.message,
    code: error.code,
    origin: "spool",
    timeMs,
    eventId: record.eventId,
    originalTopic: record.topic,
    ...(correlationId === undefined ? {} : { correlationId }),
  });
  // The time of the event may be what was refused.
  return { ...record, topic: record.deadLetterTopic, timestampMs: timeMs, headers };
}
