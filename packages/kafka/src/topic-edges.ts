import type { TopicRecord } from "./committed-records.ts";
import type { KafkaConnection } from "./connection.ts";
import { fetchOnward, type ReadOptions } from "./read-topic.ts";
import { TopicFetcher } from "./topic-fetcher.ts";

/** What one partition begins and ends with; committed records only. */
export interface PartitionEdges {
  readonly partition: number;
  /** The first offset that is still kept. */
  readonly firstOffset: number;
  /** The end of what is committed: the next offset, or the first of an open transaction. */
  readonly endOffset: number;
  /** The oldest record; undefined where there is none. */
  readonly first: TopicRecord | undefined;
  /** The newest records in the order of their offsets: those of the last `newest` offsets. */
  readonly newest: readonly TopicRecord[];
}

/** Options of {@link readTopicEdges}. */
export interface EdgeOptions extends ReadOptions {
  /** How many offsets are read back from the end of every partition. Default 1,000. */
  readonly newest?: number;
}

/**
 * Reads what every partition of a topic begins and ends with, without what lies between. Sorted by partition; uses no
 * consumer group and leaves nothing behind.
 * @throws TopicNotFoundError, KafkaUnreachableError, UnsupportedCompressionError
 */
export async function readTopicEdges(
  connection: KafkaConnection,
  topic: string,
  { newest = 1_000, ...options }: EdgeOptions = {},
): Promise<readonly PartitionEdges[]> {
  const fetcher = new TopicFetcher({ connection, topic, timeoutMs: 10_000, ...options });
  try {
    const ends = await fetcher.offsets("end");
    const firsts = await fetcher.offsets("first");
    const tails = new Map(
      [...ends].map(([partition, end]) => [partition, Math.max(firsts.get(partition) ?? 0, end - newest)]),
    );
    const heads = await readFrom(fetcher, firsts, ends, (found) => found.length > 0);
    const last = await readFrom(fetcher, tails, ends, () => false);
    return [...ends].map(([partition, endOffset]) => ({
      partition,
      firstOffset: firsts.get(partition) ?? 0,
      endOffset,
      first: heads.get(partition)?.[0],
      newest: last.get(partition) ?? [],
    }));
  } finally {
    fetcher.close();
  }
}

type RecordsByPartition = ReadonlyMap<number, readonly TopicRecord[]>;

/** Reads every partition on to its end, or until what was found there is enough. */
async function readFrom(
  fetcher: TopicFetcher,
  starts: ReadonlyMap<number, number>,
  ends: ReadonlyMap<number, number>,
  isEnough: (found: readonly TopicRecord[]) => boolean,
): Promise<RecordsByPartition> {
  const found = new Map<number, TopicRecord[]>([...starts.keys()].map((partition) => [partition, []]));
  let positions = starts;
  for (;;) {
    const behind = new Map(
      [...positions].filter(
        ([partition, at]) => at < (ends.get(partition) ?? 0) && !isEnough(found.get(partition) ?? []),
      ),
    );
    if (behind.size === 0) return found;
    const { records, next } = await fetchOnward(fetcher, behind);
    for (const record of records) {
      if (record.offset < (ends.get(record.partition) ?? 0)) found.get(record.partition)?.push(record);
    }
    positions = next;
  }
}
