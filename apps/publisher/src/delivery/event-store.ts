import type { ProducerRecord } from "@millrace/kafka";

/** A record of an event that is to be kept. */
export interface EventRecord extends ProducerRecord {
  /** What identifies the event; the same when it comes again. */
  readonly eventId: string;
  /** Where the record goes when Kafka refuses it after it was promised to be kept. */
  readonly deadLetterTopic: string;
}

/** Where a record is kept. */
export type Place =
  | { readonly in: "kafka"; readonly topic: string; readonly partition: number; readonly offset: number }
  /** On disk here, on its way to the topic. */
  | { readonly in: "spool"; readonly topic: string };

/** Why a record is not kept. */
export interface NotStored {
  readonly in: "none";
  /** Whether the same record would be refused again. */
  readonly isFinal: boolean;
  /** Stable, for programs: KAFKA_RECORD_REFUSED, SPOOL_FULL. */
  readonly code: string;
  readonly reason: string;
}

/** What became of a record. */
export type Stored = Place | NotStored;

/** Keeps events where nothing that is acknowledged is lost. */
export interface EventStore {
  /**
   * Never rejects: there is one result a record, in the order given. A record is kept when all in-sync replicas have it, or
   * when it is on disk (fsync) and will be sent.
   */
  store(records: readonly EventRecord[]): Promise<readonly Stored[]>;
}
