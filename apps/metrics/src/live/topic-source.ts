import type { TopicRecord } from "@millrace/kafka";

/** Next offsets by partition. */
export type Offsets = ReadonlyMap<number, number>;

/** What a topic has at present. */
export interface TopicState {
  /** Another one for a topic of the same name that was made anew. */
  readonly generation: string;
  /** The first offset that is kept. */
  readonly first: Offsets;
  /** The end of what is committed. */
  readonly end: Offsets;
}

/** What one read brought. */
export interface Chunk {
  readonly records: readonly TopicRecord[];
  readonly next: Offsets;
}

/** Where live rows come from: Kafka, committed records only. */
export interface TopicSource {
  /** @throws when Kafka or the topic is not there */
  state(topic: string): Promise<TopicState>;
  /** Tells topics of one name apart. @throws when Kafka or the topic is not there */
  generation(topic: string): Promise<string>;
  /** What a connector's consumer group has committed; partitions without it are absent. */
  committed(connector: string, topic: string): Promise<Offsets>;
  /**
   * Reads on from offsets, for ever. Ends without an error where they are not there any more, and when the signal aborts.
   * @throws when Kafka or the topic is not there
   */
  follow(topic: string, from: Offsets, signal: AbortSignal): AsyncIterable<Chunk>;
}
