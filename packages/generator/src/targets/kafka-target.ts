import type { EventPlan } from "@millrace/domain";
import { compileEvent, type EventCodec, type SchemaIds } from "@millrace/events";
import type { Delivery, ProducerPort, ProducerRecord } from "@millrace/kafka";
import { isStopped, wait } from "../run/pace.ts";
import type { DueEvent } from "../run/run-generator.ts";
import type { Statistics } from "../run/statistics.ts";
import type { EventTarget } from "./event-target.ts";

/** How a {@link KafkaTarget} sends. */
export interface KafkaTargetOptions {
  readonly producer: ProducerPort;
  readonly events: readonly EventPlan[];
  /** The registry's ids of an event type's schemas. */
  readonly schemaIds: (event: EventPlan) => SchemaIds;
  readonly statistics: Statistics;
  /** Whether malformed events are sent as bytes that are no Avro; otherwise they are left out. Default false. */
  readonly malformedBytes?: boolean;
  /** How many batches may be under way. Default 4. */
  readonly maxUnderWay?: number;
  /** How long a record that Kafka did not take is tried again, in milliseconds. Default 30,000. */
  readonly patienceMs?: number;
  /** When it comes nothing is tried again. */
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
}

const firstPauseMs = 50;
const maxPauseMs = 1_000;

interface Topic {
  readonly codec: EventCodec;
  readonly ids: SchemaIds;
  readonly topic: string;
}

/** Encodes events as the publisher does, and produces them. */
export class KafkaTarget implements EventTarget {
  readonly #options: KafkaTargetOptions;
  readonly #topics: ReadonlyMap<string, ReadonlyMap<string, Topic>>;
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: KafkaTargetOptions) {
    this.#options = options;
    const topics = new Map<string, Map<string, Topic>>();
    for (const event of options.events) {
      const ofDomain = topics.get(event.domain) ?? new Map<string, Topic>();
      topics.set(event.domain, ofDomain);
      const ids = options.schemaIds(event);
      ofDomain.set(event.name, { codec: compileEvent(event), ids, topic: event.topic });
    }
    this.#topics = topics;
  }

  async send(events: readonly DueEvent[]): Promise<void> {
    const records = this.#toRecords(events);
    if (records.length === 0) return;
    const sending: Promise<void> = this.#deliver(records).finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
    if (this.#underWay.size >= (this.#options.maxUnderWay ?? 4)) await Promise.race(this.#underWay);
  }

  async close(): Promise<void> {
    await Promise.all(this.#underWay);
    await this.#options.producer.close();
  }

  #toRecords(events: readonly DueEvent[]): readonly ProducerRecord[] {
    const { statistics, clock = Date.now } = this.#options;
    const nowMs = clock();
    const records: ProducerRecord[] = [];
    for (const due of events) {
      const found = this.#topics.get(due.domain)?.get(due.type);
      if (found === undefined) {
        statistics.settle("failed", 1, `no event type ${due.domain}.${due.type}`);
        continue;
      }
      const parsed = due.flaw === "malformed" ? undefined : found.codec.parse(due.event, nowMs);
      if (parsed?.ok === true) records.push(found.codec.toRecord(parsed.event, found.ids));
      else if (parsed === undefined) this.#malformed(due, found.topic, records);
      else {
        const [problem] = parsed.problems;
        const where = problem?.path.join(".") ?? "";
        statistics.settle(
          "failed",
          1,
          `invalid ${due.domain}.${due.type}: ${where} expected ${problem?.expected}`,
        );
      }
    }
    return records;
  }

  #malformed({ event, sentMs }: DueEvent, topic: string, records: ProducerRecord[]): void {
    const { statistics, malformedBytes = false } = this.#options;
    if (!malformedBytes) {
      statistics.settle("skipped");
      return;
    }
    const value = Buffer.from(JSON.stringify(event));
    records.push({ topic, key: null, value, timestampMs: Math.floor(sentMs) });
  }

  /** Sends, and again what surely was not written; what may have been written is never sent twice. */
  async #deliver(records: readonly ProducerRecord[]): Promise<void> {
    const { producer, statistics, patienceMs = 30_000, signal } = this.#options;
    const giveUpAt = performance.now() + patienceMs;
    let open = records;
    for (let pauseMs = firstPauseMs; open.length > 0; pauseMs = Math.min(2 * pauseMs, maxPauseMs)) {
      const startedAt = performance.now();
      const deliveries = await producer.send(open);
      statistics.recordLatency(performance.now() - startedAt);
      open = this.#settle(open, deliveries, isStopped(signal) || performance.now() >= giveUpAt);
      if (open.length > 0) await wait(pauseMs, signal);
    }
  }

  /** Counts results; gives the records that are to be sent again. */
  #settle(
    records: readonly ProducerRecord[],
    deliveries: readonly Delivery[],
    isLast: boolean,
  ): readonly ProducerRecord[] {
    const { statistics } = this.#options;
    const again: ProducerRecord[] = [];
    let accepted = 0;
    deliveries.forEach((delivery, at) => {
      if (delivery.status === "delivered") {
        accepted += 1;
        return;
      }
      statistics.countAnswer(delivery.error.code);
      const record = records[at];
      if (record !== undefined && !isLast && isUnsent(delivery)) again.push(record);
      else statistics.settle("failed", 1, delivery.error.message);
    });
    if (accepted > 0) statistics.settle("accepted", accepted);
    return again;
  }
}

function isUnsent({ error }: Extract<Delivery, { readonly status: "failed" }>): boolean {
  return (
    error.code === "KAFKA_PRODUCER_FULL" ||
    (error.code === "KAFKA_NOT_DELIVERED" && error.outcome === "not-sent")
  );
}
