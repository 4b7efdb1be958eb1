import {
  avroConverter,
  committedRecords,
  type ConnectorConfig,
  connectorName,
  deadLetters,
  requiredColumns,
  textKeys,
} from "./connector-parts.ts";
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

const keyOfRecord: ConnectorConfig = {
  "primary.key.mode": "record_key",
  "delete.enabled": "true",
  ...avroConverter("key"),
};

function keyOfValue(table: SinkTable): ConnectorConfig {
  return {
    "primary.key.mode": "record_value",
    "primary.key.fields": (primaryKeyOf(table) ?? []).join(","),
    transforms: "required_columns",
    ...requiredColumns(table),
    ...textKeys,
  };
}
