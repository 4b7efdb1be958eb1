import type { LogSink } from "@millrace/common";
import type { TopicRecord } from "./committed-records.ts";
import type { KafkaConnection } from "./connection.ts";
import { isOffsetGone, type Positions, TopicFetcher } from "./topic-fetcher.ts";

/** Options of {@link readTopic}. */
export interface ReadOptions {
  readonly log?: LogSink;
  /** How long Kafka may be away before reading fails, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Options of {@link followTopic}. */
export interface FollowOptions extends ReadOptions {
  /** Where to begin: `beginning` (default), `end`, or the next offset by partition, the others from their beginning. */
  readonly from?: "beginning" | "end" | Positions;
}

const longPollMs = 500;

/**
 * Reads a topic from its beginning to the end that it has at the call: committed records only, in order within a
 * partition. Uses no consumer group and leaves nothing behind.
 * @throws TopicNotFoundError, KafkaUnreachableError, UnsupportedCompressionError
 */
export async function* readTopic(
  connection: KafkaConnection,
  topic: string,
  options: ReadOptions = {},
): AsyncGenerator<TopicRecord, void, undefined> {
  const fetcher = new TopicFetcher({ connection, topic, timeoutMs: 10_000, ...options });
  try {
    const ends = await fetcher.offsets("end");
    let positions = await fetcher.offsets("first");
    for (;;) {
      const behind = new Map([...positions].filter(([partition, at]) => at < (ends.get(partition) ?? 0)));
      if (behind.size === 0) return;
      const { records, next } = await fetchOnward(fetcher, behind);
      for (const record of records) {
        if (record.offset < (ends.get(record.partition) ?? 0)) yield record;
      }
      positions = next;
    }
  } finally {
    fetcher.close();
  }
}

/**
 * Reads a topic and goes on with what comes, committed records only, until the signal aborts it or the loop is left. An
 * abort ends the iteration without an error.
 * @throws TopicNotFoundError, KafkaUnreachableError (after an outage longer than `timeoutMs`), UnsupportedCompressionError
 */
export async function* followTopic(
  connection: KafkaConnection,
  topic: string,
  { from = "beginning", ...options }: FollowOptions = {},
): AsyncGenerator<TopicRecord, void, undefined> {
  const fetcher = new TopicFetcher({ connection, topic, timeoutMs: 10_000, ...options });
  const { signal } = options;
  try {
    let positions = await fetcher.offsets(from === "end" ? "end" : "first");
    if (typeof from !== "string") positions = new Map([...positions, ...from]);
    for (;;) {
      if (signal?.aborted === true) return;
      const { records, next } = await fetchOnward(fetcher, positions);
      yield* records;
      positions = next;
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  } finally {
    fetcher.close();
  }
}

/** One fetch of some partitions: what it brought, and where each goes on. */
export async function fetchOnward(
  fetcher: TopicFetcher,
  positions: Positions,
): Promise<{ readonly records: readonly TopicRecord[]; readonly next: Positions }> {
  try {
    const chunks = await fetcher.fetch(positions, longPollMs);
    const next = chunks.map(({ partition, nextOffset }) => [partition, nextOffset] as const);
    return { records: chunks.flatMap(({ records }) => records), next: new Map([...positions, ...next]) };
  } catch (error) {
    if (!isOffsetGone(error)) throw error;
    return { records: [], next: await skipDeleted(fetcher, positions) };
  }
}

/** Retention has deleted what was to be read next: go on with what is left, or at the start of a topic made anew. */
async function skipDeleted(fetcher: TopicFetcher, positions: Positions): Promise<Positions> {
  const first = await fetcher.offsets("first");
  const end = await fetcher.offsets("end");
  return new Map(
    [...positions].map(([partition, at]) => {
      const low = first.get(partition) ?? 0;
      return [partition, at < low || at > (end.get(partition) ?? low) ? low : at] as const;
    }),
  );
}
