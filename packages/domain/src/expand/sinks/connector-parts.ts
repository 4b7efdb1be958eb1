import type { SinkTable } from "./sink-table.ts";

/** A connector's configuration as Kafka Connect takes it, in the order in which it is read. */
export type ConnectorConfig = Readonly<Record<string, string>>;

/** Where rows can be kept beside their topic. */
export type SinkName = keyof SinkTable["sinks"];

/** The name of a sink's connector, and of its file. */
export function connectorName(domain: string, table: string, sink: SinkName): string {
  return `${domain}-${table.replaceAll("_", "-")}-${sink}`;
}

/** A converter that reads keys or values with the schema in the registry. */
export function avroConverter(part: "key" | "value"): ConnectorConfig {
  const settings = {
    url: "${registry.url}",
    "as-confluent": "true",
    "use-id": "contentId",
    "headers.enabled": "false",
    "fault-tolerant-refresh": "true",
    "check-period-ms": "86400000",
  };
  return {
    [`${part}.converter`]: "io.apicurio.registry.utils.converter.AvroConverter",
    ...Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [`${part}.converter.apicurio.registry.${key}`, value]),
    ),
  };
}

/** Keys that nothing reads are left as text. */
export const textKeys: ConnectorConfig = {
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
};

/** From the earliest record on, without what Flink has not committed. */
export const committedRecords: ConnectorConfig = {
  "consumer.override.auto.offset.reset": "earliest",
  "consumer.override.isolation.level": "read_committed",
};

/** What cannot be processed goes to the connector's own dead letter topic, with its reason. */
export function deadLetters(name: string): ConnectorConfig {
  return {
    "errors.tolerance": "all",
    "errors.deadletterqueue.topic.name": `\${stage}.dead-letter.${name}`,
    "errors.deadletterqueue.context.headers.enable": "true",
    "errors.log.enable": "true",
    "errors.log.include.messages": "false",
  };
}

/** A transform that refuses records without the columns that every record of the table has. */
export function requiredColumns({ columns }: SinkTable): ConnectorConfig {
  return {
    "transforms.required_columns.type": "org.apache.kafka.connect.transforms.ValueToKey",
    "transforms.required_columns.fields": Object.entries(columns)
      .filter(([, attribute]) => attribute.optional !== true && !hasDefault(attribute))
      .map(([name]) => name)
      .join(","),
  };
}

/** Records from before the column was added do not have it: readers see its default. */
function hasDefault(attribute: object): boolean {
  return "default" in attribute && attribute.default !== undefined;
}
