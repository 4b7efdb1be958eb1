import { clickHouseTableOf } from "./clickhouse-table.ts";
import {
  avroConverter,
  committedRecords,
  type ConnectorConfig,
  connectorName,
  deadLetters,
  requiredColumns,
  textKeys,
} from "./connector-parts.ts";
import type { SinkTable } from "./sink-table.ts";

/** The connector that writes a table's rows to ClickHouse; of an upsert result deletes are followed. */
export function clickHouseConnector(table: SinkTable, domain: string): ConnectorConfig {
  const isUpsert = table.mode === "upsert";
  return {
    "connector.class": "io.millrace.connect.clickhouse.ClickHouseSinkConnector",
    "tasks.max": "1",
    topics: `\${topic:${table.table}}`,
    "clickhouse.url": "${clickhouse.url}",
    "clickhouse.database": "${clickhouse.database}",
    "clickhouse.user": "${clickhouse.user}",
    "clickhouse.password": "${clickhouse.password}",
    "clickhouse.table": clickHouseTableOf(table),
    ...(isUpsert ? {} : { transforms: "required_columns", ...requiredColumns(table) }),
    ...(isUpsert ? avroConverter("key") : textKeys),
    ...avroConverter("value"),
    ...committedRecords,
    ...largeInserts,
    ...deadLetters(connectorName(domain, table.table, "clickhouse")),
  };
}

/** Every insert makes a part that ClickHouse has to merge: few large ones, of what comes within half a second. */
const largeInserts: ConnectorConfig = {
  "consumer.override.max.poll.records": "10000",
  "consumer.override.fetch.min.bytes": "1048576",
  "consumer.override.fetch.max.wait.ms": "500",
};
