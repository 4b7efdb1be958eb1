import type { LogSink } from "@millrace/common";
import type { KeyPlan } from "@millrace/domain";
import {
  type AvroDecoder,
  AvroFrameError,
  AvroPayloadError,
  SchemaNotFoundError,
  type TopicRecord,
} from "@millrace/kafka";

/** A record with its value, and of one without a value its key. */
export interface ReadRecord {
  readonly record: TopicRecord;
  readonly value: unknown;
  readonly key: unknown;
}

/** What reading values takes. */
export interface RecordValueOptions {
  readonly topic: string;
  readonly key: KeyPlan;
  readonly decoder: Pick<AvroDecoder, "decode">;
  readonly log: LogSink;
}

/** Reads the values of a topic's records. What can never be read is left out, counted, and logged once. */
export class RecordValues {
  readonly #options: RecordValueOptions;
  /** Records that were left out. */
  unreadable = 0;

  constructor(options: RecordValueOptions) {
    this.#options = options;
  }

  /** @throws when the registry does not answer */
  async read(records: readonly TopicRecord[]): Promise<readonly ReadRecord[]> {
    const read: ReadRecord[] = [];
    for (const record of records) {
      const found = await this.#readOne(record);
      if (found !== undefined) read.push(found);
    }
    return read;
  }

  async #readOne(record: TopicRecord): Promise<ReadRecord | undefined> {
    const { decoder, topic, log } = this.#options;
    try {
      if (record.value === null) return { record, value: null, key: await this.#keyOf(record) };
      return { record, value: await decoder.decode(record.value), key: undefined };
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      if (this.unreadable === 0) log.warn({ err: error, topic }, "a record cannot be read and is left out");
      this.unreadable += 1;
      return undefined;
    }
  }

  async #keyOf({ key: bytes }: TopicRecord): Promise<unknown> {
    const { key, decoder } = this.#options;
    if (bytes === null || key.format === "none") return undefined;
    if (key.format === "raw") return { [key.columns[0]]: bytes.toString() };
    return await decoder.decode(bytes);
  }
}

/** Trying again would not help. */
function isUnreadable(error: unknown): boolean {
  return (
    error instanceof AvroFrameError ||
    error instanceof AvroPayloadError ||
    error instanceof SchemaNotFoundError
  );
}
