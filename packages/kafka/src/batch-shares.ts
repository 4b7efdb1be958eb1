import { partitionOf } from "./partition-of.ts";
import type { Delivery, ProducerRecord } from "./producer-port.ts";

/** A record with the partition it has been given: a repeated attempt must go to the same one. */
export interface Routed {
  readonly record: ProducerRecord;
  readonly topic: string;
  partition: number | undefined;
}

/** Where a record has been written. */
export type Delivered = Extract<Delivery, { readonly status: "delivered" }>;

/** The records of one partition in a batch. */
export interface Share {
  readonly topic: string;
  readonly partition: number;
  readonly records: ProducerRecord[];
  readonly places: number[];
  /** The offset of the first, when it has been written. */
  baseOffset?: number;
}

/**
 * A broker that starts again forgets a producer whose newest record in a partition is a day old by its own timestamp
 * (`producer.id.expiration.ms`); an hour less, for the time that a start takes and clocks that differ.
 */
const rememberedForMs = 23 * 3_600_000;

/** How a topic's records are dealt out: over so many partitions, those without a key one after the other. */
export interface Dealing {
  readonly partitionsOf: (topic: string) => number;
  readonly turn: () => number;
}

/** Gives each record its partition. */
export function shareOut(batch: readonly Routed[], { partitionsOf, turn }: Dealing): readonly Share[] {
  const topics = new Map<string, { readonly count: number; readonly shares: (Share | undefined)[] }>();
  batch.forEach((routed, place) => {
    const { topic, record } = routed;
    let found = topics.get(topic);
    if (found === undefined) topics.set(topic, (found = { count: partitionsOf(topic), shares: [] }));
    const { key } = record;
    const partition = (routed.partition ??=
      key === null ? turn() % found.count : partitionOf(key, found.count));
    const share = (found.shares[partition] ??= { topic, partition, records: [], places: [] });
    share.records.push(record);
    share.places.push(place);
  });
  return [...topics.values()].flatMap(({ shares }) => shares.filter((share) => share !== undefined));
}

/** Whether a broker that has written the records may not recognise them when they come again. */
export function mayBeForgotten({ records }: Share): boolean {
  const rememberedFromMs = Date.now() - rememberedForMs;
  return records.every(({ timestampMs }) => timestampMs < rememberedFromMs);
}

/** Where each record of the batch was written, in its order. */
export function writtenIn(shares: readonly Share[], count: number): readonly Delivered[] {
  const written = Array.from<Delivered>({ length: count });
  for (const { topic, partition, places, baseOffset = -1 } of shares) {
    if (baseOffset < 0) throw new Error(`the broker's answer has no offset for ${placeOf(topic, partition)}`);
    places.forEach((place, at) => {
      written[place] = { status: "delivered", topic, partition, offset: baseOffset + at };
    });
  }
  return written;
}

/** A partition as a text. */
export function placeOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
