import { AvroDecoder, readTopic, RegistryClient, type TopicRecord } from "@millrace/kafka";

/** A record of a topic, decoded for people. */
export interface TopicRow {
  readonly partition: number;
  readonly offset: number;
  /** ISO 8601. */
  readonly recordTime: string;
  readonly key: unknown;
  readonly value: unknown;
}

/** Where a running stack's topics and schemas are. */
export interface TopicSource {
  readonly bootstrapServers: string;
  readonly registryUrl: string;
}

/** Reads the committed records that a topic holds now, with Avro keys and values decoded. */
export async function* readTopicRows(
  source: TopicSource,
  topic: string,
  signal?: AbortSignal,
): AsyncGenerator<TopicRow> {
  const decoder = new AvroDecoder(new RegistryClient({ url: source.registryUrl }));
  const connection = { bootstrapServers: [source.bootstrapServers] };
  for await (const record of readTopic(connection, topic, signal === undefined ? {} : { signal })) {
    yield {
      partition: record.partition,
      offset: record.offset,
      recordTime: new Date(record.timestampMs).toISOString(),
      key: await decoded(decoder, record.key),
      value: await decoded(decoder, record.value),
    };
  }
}

/** Avro where the frame's magic byte says so, else text. */
async function decoded(decoder: AvroDecoder, bytes: TopicRecord["value"]): Promise<unknown> {
  if (bytes === null) return null;
  return bytes[0] === 0 ? decoder.decode(bytes) : bytes.toString("utf8");
}
