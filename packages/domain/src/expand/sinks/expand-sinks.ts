import type { DomainInput } from "../../schema/domain-schema.ts";
import type { SourceFile } from "../../source-file.ts";
import { archiveConnector } from "./archive-connector.ts";
import { clickHouseConnector } from "./clickhouse-connector.ts";
import { type ConnectorConfig, connectorName, type SinkName } from "./connector-parts.ts";
import { postgresConnector } from "./postgres-connector.ts";
import { type SinkTable, sinkTables } from "./sink-table.ts";

/**
 * The connectors that a valid domain's `sinks` stand for, as files under `connectors/` that a user could have written.
 * Aggregations and deduplication have become results before.
 */
export function expandSinks(input: DomainInput): readonly SourceFile[] {
  return sinkTables(input).flatMap((table) =>
    connectors
      .filter(({ sink }) => table.sinks[sink] !== undefined)
      .map(({ sink, configOf }) =>
        connectorFile(input.domain, table.table, sink, configOf(table, input.domain)),
      ),
  );
}

const connectors: readonly {
  readonly sink: SinkName;
  readonly configOf: (table: SinkTable, domain: string) => ConnectorConfig;
}[] = [
  { sink: "postgres", configOf: postgresConnector },
  { sink: "archive", configOf: archiveConnector },
  { sink: "clickhouse", configOf: clickHouseConnector },
];

function connectorFile(domain: string, table: string, sink: SinkName, config: ConnectorConfig): SourceFile {
  const name = connectorName(domain, table, sink);
  return {
    path: `connectors/${name}.json`,
    text: `${JSON.stringify({ name, domain, config }, undefined, 2)}\n`,
  };
}
