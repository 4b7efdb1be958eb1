export { AvroDecoder } from "./avro-decoder.ts";
export { AvroFrameError, AvroPayloadError, AvroValueError } from "./avro-errors.ts";
export { type AvroFrame, encodeFramed, parseFrame } from "./avro-frame.ts";
export { type AvroType, parseAvroSchema } from "./avro-type.ts";
export type { TopicRecord } from "./committed-records.ts";
export { type KafkaConnection, parseBootstrapServers } from "./connection.ts";
export {
  ConnectionSettingError,
  KafkaRefusedError,
  KafkaUnreachableError,
  NotDeliveredError,
  ProducerFullError,
  RecordRefusedError,
  TopicNotFoundError,
  UnsupportedCompressionError,
} from "./errors.ts";
export { followChunks, type FollowChunkOptions, type TopicChunk } from "./follow-chunks.ts";
export { parseJaasConfig, type SaslCredentials } from "./jaas.ts";
export {
  type ClusterState,
  type EnsuredTopics,
  KafkaAdmin,
  type KafkaAdminOptions,
  type PartitionOffsets,
} from "./kafka-admin.ts";
export { type AcknowledgedBatch, KafkajsProducer, type KafkajsProducerOptions } from "./kafkajs-producer.ts";
export { partitionOf } from "./partition-of.ts";
export type { Delivery, ProducerPort, ProducerRecord } from "./producer-port.ts";
export { type FollowOptions, followTopic, type ReadOptions, readTopic } from "./read-topic.ts";
export {
  type CallOptions,
  type Compatibility,
  RegistryClient,
  type RegisteredSchema,
  type SchemaSource,
} from "./registry-client.ts";
export {
  RegistryAnswerError,
  RegistryRefusedError,
  RegistryUnreachableError,
  SchemaIncompatibleError,
  SchemaNotFoundError,
} from "./registry-errors.ts";
export type { RegistryOptions } from "./registry-http.ts";
export { type EdgeOptions, type PartitionEdges, readTopicEdges } from "./topic-edges.ts";
export type { Positions } from "./topic-fetcher.ts";
export { OffsetLookup } from "./offset-lookup.ts";
export { RecordProbe } from "./record-probe.ts";
export { TopicIds } from "./topic-ids.ts";
export { compareTopics, type TopicDifference, type TopicSpec, type TopicState } from "./topic-spec.ts";
export { parseUserInfo, type UserInfo } from "./user-info.ts";
