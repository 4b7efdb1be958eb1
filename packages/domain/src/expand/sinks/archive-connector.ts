import {
  avroConverter,
  committedRecords,
  type ConnectorConfig,
  connectorName,
  deadLetters,
  requiredColumns,
  textKeys,
} from "./connector-parts.ts";
import { isTimePart, partitionsOf, timeParts } from "./partition.ts";
import { archiveTableOf, type SinkTable } from "./sink-table.ts";

/** The connector that adds a table's rows to an Iceberg table, in folders of time or of columns. */
export function archiveConnector(table: SinkTable, domain: string): ConnectorConfig {
  const name = connectorName(domain, table.table, "archive");
  const partitions = partitionsOf(table);
  const parts = partitions.filter((partition) => isTimePart(partition, table));
  const hasColumns = parts.length < partitions.length;
  return {
    "connector.class": "org.apache.iceberg.connect.IcebergSinkConnector",
    "tasks.max": "1",
    topics: `\${topic:${table.table}}`,
    "iceberg.tables": archiveTableOf(table, domain),
    "iceberg.tables.auto-create-enabled": "true",
    "iceberg.tables.evolve-schema-enabled": "true",
    "iceberg.tables.default-partition-by": partitions.join(","),
    transforms: [
      "required_columns",
      ...parts.flatMap((part) => [`${part}_of_record`, `${part}_as_text`]),
    ].join(","),
    ...requiredColumns(table),
    ...Object.assign({}, ...parts.map(timePart)),
    ...textKeys,
    ...avroConverter("value"),
    ...committedRecords,
    ...(hasColumns ? { "consumer.override.max.poll.records": "2000" } : {}),
    ...commits(name),
    ...catalog(table.sinks.archive?.bucket ?? ""),
    ...(hasColumns ? manyFiles : {}),
    ...deadLetters(name),
  };
}

/** Two transforms: the record's time under the part's name, then the part alone as text. */
function timePart(part: string): ConnectorConfig {
  return {
    [`transforms.${part}_of_record.type`]: "org.apache.kafka.connect.transforms.InsertField$Value",
    [`transforms.${part}_of_record.timestamp.field`]: part,
    [`transforms.${part}_as_text.type`]: "org.apache.kafka.connect.transforms.TimestampConverter$Value",
    [`transforms.${part}_as_text.field`]: part,
    [`transforms.${part}_as_text.target.type`]: "string",
    [`transforms.${part}_as_text.format`]: timeParts.get(part) ?? "",
  };
}

function commits(name: string): ConnectorConfig {
  return {
    "iceberg.control.topic": `\${stage}.control.${name}`,
    "iceberg.control.commit.interval-ms": "${connect.commit_interval_ms}",
    "iceberg.control.commit.timeout-ms": "${connect.commit_interval_ms}",
    "iceberg.control.commit.max-consecutive-failures": "10",
    "iceberg.kafka.bootstrap.servers": "${kafka.bootstrap_servers}",
    "iceberg.kafka.transaction.timeout.ms": "10000",
  };
}

function catalog(bucket: string): ConnectorConfig {
  return {
    "iceberg.catalog": "millrace",
    "iceberg.catalog.type": "jdbc",
    "iceberg.catalog.uri": "${postgres.jdbc_url}",
    "iceberg.catalog.jdbc.user": "${postgres.user}",
    "iceberg.catalog.jdbc.password": "${postgres.password}",
    "iceberg.catalog.jdbc.schema-version": "V1",
    "iceberg.catalog.warehouse": `s3://\${bucket:${bucket}}`,
    "iceberg.catalog.io-impl": "org.apache.iceberg.aws.s3.S3FileIO",
    "iceberg.catalog.http-client.type": "urlconnection",
    "iceberg.catalog.client.region": "${s3.region}",
    "iceberg.catalog.s3.client-factory-impl": "org.apache.iceberg.aws.s3.DefaultS3FileIOAwsClientFactory",
    "iceberg.catalog.s3.endpoint": "${s3.endpoint}",
    "iceberg.catalog.s3.path-style-access": "true",
    "iceberg.catalog.s3.access-key-id": "${s3.access_key}",
    "iceberg.catalog.s3.secret-access-key": "${s3.secret_key}",
    "iceberg.tables.auto-create-props.write.metadata.delete-after-commit.enabled": "true",
    "iceberg.tables.auto-create-props.write.metadata.previous-versions-max": "10",
  };
}

/** A column makes as many open files as it has values: small pages and no dictionaries bound their memory. */
const manyFiles: ConnectorConfig = {
  "iceberg.tables.write-props.write.parquet.page-size-bytes": "65536",
  "iceberg.tables.write-props.parquet.enable.dictionary": "false",
};
