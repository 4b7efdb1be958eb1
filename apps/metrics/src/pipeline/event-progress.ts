import type { TopicRecord } from "@millrace/kafka";
import type { TopicOffsets } from "./offsets.ts";
import type { PipelineSources } from "./pipeline-sources.ts";

/** What the records at some offsets say, in milliseconds since the epoch; undefined: not known yet. */
export interface EventTimes {
  /** Event time of the newest event. */
  readonly newestAtMs: number | undefined;
  /** Event time of the newest event that committed results have. */
  readonly processedAtMs: number | undefined;
  /** When the oldest event came that they have not; undefined: they have all. */
  readonly oldestWaitingMs: number | undefined;
}

const receivedAt = "received-at";

/**
 * Follows the times of one domain's events. A record's Kafka timestamp is the event's time; late events make neither of the
 * newest times older.
 */
export class EventProgress {
  readonly #records: PipelineSources["records"];
  /** The record at an offset never changes. */
  readonly #known = new Map<string, TopicRecord>();
  #newestAtMs: number | undefined;
  #processedAtMs: number | undefined;

  constructor(records: PipelineSources["records"]) {
    this.#records = records;
  }

  /** @param ends of the event topics @param done what the checkpoints of the domain's statement have committed */
  async see(ends: TopicOffsets, done: TopicOffsets): Promise<EventTimes> {
    const newest = await this.#recordsAt("newest", before(ends));
    this.#newestAtMs = latest(this.#newestAtMs, newest);
    const waiting = behind(done, ends);
    const oldest = await this.#recordsAt("waiting", waiting);
    if (waiting.size === 0) this.#processedAtMs = this.#newestAtMs;
    else this.#processedAtMs = latest(this.#processedAtMs, await this.#recordsAt("done", before(done)));
    const cameAt = oldest.map(cameAtMs);
    return {
      newestAtMs: this.#newestAtMs,
      processedAtMs: this.#processedAtMs,
      oldestWaitingMs: cameAt.length === 0 ? undefined : Math.min(...cameAt),
    };
  }

  async #recordsAt(purpose: string, offsets: TopicOffsets): Promise<readonly TopicRecord[]> {
    const found: TopicRecord[] = [];
    for (const [topic, partitions] of offsets) {
      const place = (partition: number) => `${purpose} ${topic} ${partition}`;
      const fits = ([partition, offset]: readonly [number, number]) =>
        this.#known.get(place(partition))?.offset === offset;
      const unknown = new Map([...partitions].filter((entry) => !fits(entry)));
      for (const [partition, record] of await this.#records(topic, unknown))
        this.#known.set(place(partition), record);
      for (const [partition] of partitions) {
        const record = this.#known.get(place(partition));
        if (record !== undefined) found.push(record);
      }
    }
    return found;
  }
}

/** The newest record below each offset. */
function before(offsets: TopicOffsets): TopicOffsets {
  return mapPartitions(offsets, (_topic, _partition, next) => (next > 0 ? next - 1 : undefined));
}

/** Where something waits: the first offset that is not done. */
function behind(done: TopicOffsets, ends: TopicOffsets): TopicOffsets {
  return mapPartitions(ends, (topic, partition, end) => {
    const next = done.get(topic)?.get(partition) ?? 0;
    return next < end ? next : undefined;
  });
}

function mapPartitions(
  offsets: TopicOffsets,
  map: (topic: string, partition: number, offset: number) => number | undefined,
): TopicOffsets {
  const entries = [...offsets].map(([topic, partitions]) => {
    const mapped = new Map<number, number>();
    for (const [partition, offset] of partitions) {
      const found = map(topic, partition, offset);
      if (found !== undefined) mapped.set(partition, found);
    }
    return [topic, mapped] as const;
  });
  return new Map(entries.filter(([, partitions]) => partitions.size > 0));
}

/** An event that did not come through the publisher says nothing of when it came. */
function cameAtMs({ headers, timestampMs }: TopicRecord): number {
  const said = Number(headers.get(receivedAt)?.toString() ?? Number.NaN);
  return Number.isFinite(said) ? said : timestampMs;
}

function latest(known: number | undefined, records: readonly TopicRecord[]): number | undefined {
  const times = records.map(({ timestampMs }) => timestampMs);
  return times.length === 0 ? known : Math.max(known ?? Number.NEGATIVE_INFINITY, ...times);
}
