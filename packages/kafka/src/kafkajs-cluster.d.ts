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

  /** What a broker answers to a Produce request. */
  export interface ProduceAnswer {
    readonly topics: readonly {
      readonly topicName: string;
      readonly partitions: readonly { readonly partition: number; readonly baseOffset: string }[];
    }[];
  }

  /** A request as kafkajs sends it, with how its answer is read. */
  export interface ProtocolRequest {
    readonly request: {
      readonly apiKey: number;
      readonly apiVersion: number;
      readonly apiName: string;
      /** `buf` and `buffer` are looked at, no more of kafkajs' own encoder. */
      readonly encode: () => Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
    };
    readonly response: unknown;
  }

  export interface ProduceBroker {
    /** The newest version of a request that both sides know. */
    lookupRequest(
      apiKey: number,
      definition: unknown,
    ): (parameters: Readonly<Record<string, unknown>>) => ProtocolRequest;
    initProducerId(options: {
      readonly transactionTimeout: number;
    }): Promise<{ readonly producerId: string; readonly producerEpoch: number }>;
    readonly connectionPool: { send(request: ProtocolRequest): Promise<unknown> };
    disconnect(): Promise<void>;
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
    findBroker(options: { readonly nodeId: string }): Promise<FetchBroker & ProduceBroker>;
    findControllerBroker(): Promise<ProduceBroker>;
    addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
    isConnected(): boolean;
    removeBroker(address: { readonly host: string; readonly port: number }): void;
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

/** How kafkajs writes and reads Produce requests, by version. */
declare module "kafkajs/src/protocol/requests/produce/index.js" {
  const definition: { readonly versions: readonly string[] };
  export default definition;
}
