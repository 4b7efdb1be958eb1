import { connectorName } from "../expand/sinks/connector-parts.ts";
import { clickHouseKeyOf, clickHouseTableOf, clickHouseTimeOf } from "../expand/sinks/clickhouse-table.ts";
import { type SinkTable, sinkTables } from "../expand/sinks/sink-table.ts";
import { parseDuration } from "../duration.ts";
import { given, normalizeColumns } from "../normalize/columns.ts";
import type { ClickHouseTablePlan } from "../plan.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import { clickHouseOwnColumns, planClickHouseColumns } from "./clickhouse-columns.ts";

/** The tables in ClickHouse that a valid domain's sinks name; aggregations have become results before. */
export function planClickHouseTables(input: DomainInput): readonly ClickHouseTablePlan[] {
  return sinkTables(input)
    .filter(({ sinks }) => sinks.clickhouse !== undefined)
    .map((table) => planTable(table, input.domain));
}

function planTable(table: SinkTable, domain: string): ClickHouseTablePlan {
  const { clickhouse } = table.sinks;
  const ttl = typeof clickhouse === "object" ? clickhouse.ttl : undefined;
  const { column, isOfKey } = clickHouseTimeOf(table);
  return {
    name: clickHouseTableOf(table),
    domain,
    table: table.table,
    connector: connectorName(domain, table.table, "clickhouse"),
    columns: [...planClickHouseColumns(normalizeColumns(table.columns)).columns, ...clickHouseOwnColumns],
    orderBy: clickHouseKeyOf(table) ?? [],
    ...given("monthOf", isOfKey ? column : undefined),
    ...(ttl === undefined || column === undefined ? {} : { ttl: { column, afterMs: parseDuration(ttl) } }),
  };
}
