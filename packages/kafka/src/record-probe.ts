import type { LogSink } from "@millrace/common";
import type { TopicRecord } from "./committed-records.ts";
import type { KafkaConnection } from "./connection.ts";
import { isOffsetGone, type Positions, TopicFetcher } from "./topic-fetcher.ts";

/** At least one batch comes, however large it is. */
const probeBytes = 4_096;

/** Looks at single records of one topic; the connection is kept for the next look. */
export class RecordProbe {
  readonly #fetcher: TopicFetcher;

  constructor(
    connection: KafkaConnection,
    topic: string,
    { log, timeoutMs = 5_000 }: { readonly log?: LogSink | undefined; readonly timeoutMs?: number } = {},
  ) {
    this.#fetcher = new TopicFetcher({ connection, topic, log, timeoutMs, partitionBytes: probeBytes });
  }

  /**
   * The first committed record at or behind each offset; a partition that has none is absent, and all are when one of the
   * offsets is not there any more.
   * @throws TopicNotFoundError, KafkaUnreachableError, UnsupportedCompressionError
   */
  async at(offsets: Positions): Promise<ReadonlyMap<number, TopicRecord>> {
    if (offsets.size === 0) return new Map();
    try {
      const chunks = await this.#fetcher.fetch(offsets, 0);
      const found = chunks.flatMap(({ partition, records: [record] }) =>
        record === undefined ? [] : [[partition, record] as const],
      );
      return new Map(found);
    } catch (error) {
      if (isOffsetGone(error)) return new Map();
      throw error;
    }
  }

  /** Ends the connection at once. */
  close(): void {
    this.#fetcher.close();
  }
}
