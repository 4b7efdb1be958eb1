/**
 * The part of kafkajs that reads without a consumer group. kafkajs does not export it and has not changed since 2023; its
 * version is pinned because of this.
 */
declare module "kafkajs/src/cluster/index.js" {
  import type { KafkaConfig, Logger } from "kafkajs";

  export interface FetchedMessage {
    readonly offset: string;
    readonly timestamp: string;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: Readonly<Record<string, Buffer | readonly Buffer[]>>;
    readonly isControlRecord: boolean;
    readonly batchContext: {
      readonly firstOffset: string;
      readonly lastOffsetDelta: number;
      readonly producerId: string;
      readonly inTransaction: boolean;
    };
  }

  export interface FetchedPartition {
    readonly partition: number;
    readonly highWatermark: string;
    readonly lastStableOffset: string;
    readonly abortedTransactions:
      readonly { readonly producerId: string; readonly firstOffset: string }[] | null;
    readonly messages: readonly FetchedMessage[];
  }

  export interface FetchBroker {
    fetch(request: {
      readonly isolationLevel: number;
      readonly maxWaitTime: number;
      readonly minBytes: number;
      readonly maxBytes: number;
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly {
          readonly partition: number;
          readonly fetchOffset: string;
          readonly maxBytes: number;
        }[];
      }[];
    }): Promise<{
      readonly responses: readonly {
        readonly topicName: string;
        readonly partitions: readonly FetchedPartition[];
      }[];
    }>;
  }

  export class Cluster {
    constructor(
      options: KafkaConfig & {
        readonly logger: Logger;
        readonly isolationLevel: number;
        readonly metadataMaxAge: number;
        readonly allowAutoTopicCreation: boolean;
      },
    );
    connect(): Promise<void>;
    refreshMetadata(): Promise<void>;
    refreshMetadataIfNecessary(): Promise<void>;
    addTargetTopic(topic: string): Promise<void>;
    findTopicPartitionMetadata(topic: string): readonly { readonly partitionId: number }[];
    findLeaderForPartitions(
      topic: string,
      partitions: readonly number[],
    ): Readonly<Record<string, readonly number[]>>;
    findBroker(options: { readonly nodeId: string }): Promise<FetchBroker>;
    fetchTopicsOffset(
      topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { readonly partition: number }[];
        readonly fromBeginning: boolean;
      }[],
    ): Promise<
      readonly {
        readonly topic: string;
        readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
      }[]
    >;
  }

  export default Cluster;
}
