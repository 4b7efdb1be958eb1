import type {
  NotDeliveredError,
  ProducerFullError,
  RecordRefusedError,
  TopicNotFoundError,
} from "./errors.ts";

/** A record to be produced. */
export interface ProducerRecord {
  readonly topic: string;
  /** Decides the partition; null spreads records evenly. */
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Becomes Kafka's timestamp: milliseconds since the epoch. */
  readonly timestampMs: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What became of one record. */
export type Delivery =
  | {
      readonly status: "delivered";
      readonly topic: string;
      readonly partition: number;
      /** Exact: a partition never reaches 2^53 records. */
      readonly offset: number;
    }
  | {
      readonly status: "failed";
      readonly error: NotDeliveredError | RecordRefusedError | TopicNotFoundError | ProducerFullError;
    };

/** Produces records; which client does it is behind this port. */
export interface ProducerPort {
  /**
   * Connects; `send` does so too when needed.
   * @throws KafkaUnreachableError, KafkaRefusedError
   */
  connect(): Promise<void>;
  /**
   * Sends records and waits until all in-sync replicas have acknowledged each. Never rejects: there is one result a record,
   * in the order given. Records of one partition keep the order of the calls.
   */
  send(records: readonly ProducerRecord[]): Promise<readonly Delivery[]>;
  /** Whether the last contact with Kafka went well. */
  isConnected(): boolean;
  /** Takes no more records, waits for those under way, and disconnects. */
  close(): Promise<void>;
}
