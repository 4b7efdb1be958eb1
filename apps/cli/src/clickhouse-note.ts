import type { Plan } from "@millrace/domain";
import { unplacedTables } from "@millrace/engines";

/** A line about rows that are not kept in ClickHouse, because nobody says where it is; empty where there are none. */
export function clickHouseNote(plan: Pick<Plan, "clickhouseTables" | "connectors">): string {
  const tables = unplacedTables(plan).map(({ table }) => table);
  if (tables.length === 0) return "";
  return (
    `ClickHouse: not configured, so ${tables.join(", ")} ${tables.length === 1 ? "is" : "are"} not kept there; ` +
    `everything else runs. Set CLICKHOUSE_URL, or clickhouse.url in config/platform.yaml, then apply.\n`
  );
}
