import type { TopicRecord } from "./committed-records.ts";
import type { KafkaConnection } from "./connection.ts";
import type { ReadOptions } from "./read-topic.ts";
import { isOffsetGone, type Positions, TopicFetcher } from "./topic-fetcher.ts";

/** What one fetch brought of a topic. */
export interface TopicChunk {
  /** Committed records, in order within a partition. */
  readonly records: readonly TopicRecord[];
  /** The next offset of every partition: behind records, control records and what compaction left out. */
  readonly next: Positions;
}

/** Options of {@link followChunks}. */
export interface FollowChunkOptions extends ReadOptions {
  /** The next offset of every partition that is read. */
  readonly from: Positions;
}

const longPollMs = 500;

/**
 * Follows a topic fetch by fetch and says where it is, so that one can go on from there. Ends without an error when the
 * signal aborts, and when the offsets asked for are not there any more (deleted by retention, or of a topic made anew):
 * then {@link KafkaAdmin.topicOffsets} says what is.
 * @throws TopicNotFoundError, KafkaUnreachableError (after an outage longer than `timeoutMs`), UnsupportedCompressionError
 */
export async function* followChunks(
  connection: KafkaConnection,
  topic: string,
  { from, ...options }: FollowChunkOptions,
): AsyncGenerator<TopicChunk, void, undefined> {
  const fetcher = new TopicFetcher({ connection, topic, timeoutMs: 10_000, ...options });
  const { signal } = options;
  let next = from;
  try {
    for (;;) {
      if (signal?.aborted === true) return;
      const chunks = await fetcher.fetch(next, longPollMs);
      next = new Map([
        ...next,
        ...chunks.map(({ partition, nextOffset }) => [partition, nextOffset] as const),
      ]);
      yield { records: chunks.flatMap(({ records }) => records), next };
    }
  } catch (error) {
    if (signal?.aborted !== true && !isOffsetGone(error)) throw error;
  } finally {
    fetcher.close();
  }
}
