import type { DomainInput } from "../../schema/domain-schema.ts";
import type { SourceFile } from "../../source-file.ts";
import { archiveConnector } from "./archive-connector.ts";
import { type ConnectorConfig, connectorName } from "./connector-parts.ts";
import { postgresConnector } from "./postgres-connector.ts";
import { sinkTables } from "./sink-table.ts";

/**
 * The connectors that a valid domain's `sinks` stand for, as files under `connectors/` that a user could have written.
 * Aggregations and deduplication have become results before.
 */
export function expandSinks(input: DomainInput): readonly SourceFile[] {
  return sinkTables(input).flatMap((table) => [
    ...(table.sinks.postgres === undefined
      ? []
      : [connectorFile(input.domain, table.table, "postgres", postgresConnector(table, input.domain))]),
    ...(table.sinks.archive === undefined
      ? []
      : [connectorFile(input.domain, table.table, "archive", archiveConnector(table, input.domain))]),
  ]);
}

function connectorFile(
  domain: string,
  table: string,
  sink: "postgres" | "archive",
  config: ConnectorConfig,
): SourceFile {
  const name = connectorName(domain, table, sink);
  return {
    path: `connectors/${name}.json`,
    text: `${JSON.stringify({ name, domain, config }, undefined, 2)}\n`,
  };
}
