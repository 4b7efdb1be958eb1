import type { FetchedMessage, FetchedPartition } from "kafkajs/src/cluster/index.js";

/** A record as it stands in a topic. */
export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Kafka's timestamp: milliseconds since the epoch. */
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** By name; of a name that stands several times the last one. */
  readonly headers: ReadonlyMap<string, Buffer>;
}

/** What one fetch brought of one partition. */
export interface PartitionChunk {
  readonly partition: number;
  readonly records: readonly TopicRecord[];
  /** The offset to go on from; control records and compacted ones are behind it. */
  readonly nextOffset: number;
}

/** Turns a fetched partition into its committed records: no control records, nothing of aborted transactions. */
export function committedRecords(
  topic: string,
  fetched: FetchedPartition,
  fetchOffset: number,
): PartitionChunk {
  const { partition } = fetched;
  const records = withoutAborted(fetched)
    .filter((message) => !message.isControlRecord && Number(message.offset) >= fetchOffset)
    .map((message) => toRecord(topic, partition, message));
  return { partition, records, nextOffset: nextOffset(fetched, fetchOffset) };
}

function withoutAborted({ messages, abortedTransactions }: FetchedPartition): readonly FetchedMessage[] {
  const waiting = (abortedTransactions ?? [])
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset: Number(firstOffset) }))
    .sort((a, b) => b.firstOffset - a.firstOffset);
  const aborting = new Set<string>();
  return messages.filter(({ offset, isControlRecord, batchContext: { producerId, inTransaction } }) => {
    for (
      let next = waiting.at(-1);
      next !== undefined && next.firstOffset <= Number(offset);
      next = waiting.at(-1)
    ) {
      aborting.add(next.producerId);
      waiting.pop();
    }
    if (isControlRecord) aborting.delete(producerId);
    return !(inTransaction && aborting.has(producerId));
  });
}

function nextOffset({ messages, lastStableOffset }: FetchedPartition, fetchOffset: number): number {
  const last = messages.at(-1)?.batchContext;
  if (last !== undefined) return Math.max(fetchOffset, Number(last.firstOffset) + last.lastOffsetDelta + 1);
  // Compaction leaves empty batches whose length kafkajs does not tell: step over them one by one.
  return fetchOffset < Number(lastStableOffset) ? fetchOffset + 1 : fetchOffset;
}

function toRecord(topic: string, partition: number, message: FetchedMessage): TopicRecord {
  const headers = new Map<string, Buffer>();
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (Buffer.isBuffer(last)) headers.set(name, last);
  }
  return {
    topic,
    partition,
    offset: Number(message.offset),
    timestampMs: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers,
  };
}
