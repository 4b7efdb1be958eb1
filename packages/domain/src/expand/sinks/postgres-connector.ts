import {
  avroConverter,
  committedRecords,
  type ConnectorConfig,
  connectorName,
  deadLetters,
  requiredColumns,
  textKeys,
} from "./connector-parts.ts";
import { sourceRecord } from "../../plan/store-columns.ts";
import { postgresTableOf, primaryKeyOf, type SinkTable } from "./sink-table.ts";

/** The connector that upserts a table's rows into Postgres; of an upsert result deletes are followed. */
export function postgresConnector(table: SinkTable, domain: string): ConnectorConfig {
  return {
    "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector",
    "tasks.max": "1",
    topics: `\${topic:${table.table}}`,
    "collection.name.format": postgresTableOf(table),
    "insert.mode": "upsert",
    ...(table.mode === "upsert" ? keyOfRecord : keyOfValue(table)),
    ...transforms(table),
    ...(table.mode === "upsert" ? avroConverter("key") : textKeys),
    ...avroConverter("value"),
    "schema.evolution": "none",
    "use.time.zone": "UTC",
    "connection.url": "${postgres.jdbc_url}",
    "connection.username": "${postgres.user}",
    "connection.password": "${postgres.password}",
    "connection.pool.min_size": "1",
    "connection.pool.max_size": "2",
    "connection.pool.acquire_increment": "1",
    ...committedRecords,
    ...deadLetters(connectorName(domain, table.table, "postgres")),
  };
}

const keyOfRecord: ConnectorConfig = { "primary.key.mode": "record_key", "delete.enabled": "true" };

function keyOfValue(table: SinkTable): ConnectorConfig {
  return {
    "primary.key.mode": "record_value",
    "primary.key.fields": (primaryKeyOf(table) ?? []).join(","),
  };
}

/** Required columns make a key of the value, which the key of an upsert result must not give way to. */
function transforms(table: SinkTable): ConnectorConfig {
  const requires = table.mode === "append";
  const flattens = Object.values(table.columns).some(
    (attribute) =>
      attribute.type === "record" || (attribute.type === "money" && attribute.currency === undefined),
  );
  const names = [...(requires ? ["required_columns"] : []), ...(flattens ? ["flat"] : []), sourceRecord.name];
  return {
    transforms: names.join(","),
    ...(requires ? requiredColumns(table) : {}),
    ...(flattens ? flatRecords : {}),
    ...placeOfRecord,
  };
}

/** Where in Kafka a row comes from; a delete, which has no value, stays one. */
const placeOfRecord: ConnectorConfig = Object.fromEntries(
  Object.entries({ type: sourceRecord.type, ...sourceRecord.fields }).map(([key, value]) => [
    `transforms.${sourceRecord.name}.${key}`,
    value,
  ]),
);

/** A record's fields become columns of their own. */
const flatRecords: ConnectorConfig = {
  "transforms.flat.type": "org.apache.kafka.connect.transforms.Flatten$Value",
  "transforms.flat.delimiter": "_",
};
