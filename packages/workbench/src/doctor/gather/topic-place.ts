import type { KafkaConnection } from "@millrace/kafka";

/** Where topics and their schemas are. */
export interface TopicPlace {
  readonly connection: KafkaConnection;
  readonly registryUrl: string;
  /** How long Kafka may be away, in milliseconds. */
  readonly timeoutMs: number;
}
