import type { ClickHouseClient } from "@clickhouse/client";
import {
  clickHouseColumn,
  clickHouseName,
  type ClickHouseTablePlan,
  clickHouseTtl,
  emitClickHouseDdl,
  type Plan,
} from "@millrace/domain";
import { type ClickHouseAccess, withClickHouse } from "../clickhouse/clickhouse-client.ts";
import {
  compareClickHouse,
  type FoundClickHouseTable,
  hasSameTtl,
  missingColumns,
  readClickHouseTables,
} from "../plan/compare-clickhouse.ts";
import type { Difference } from "../plan/difference.ts";
import type { BoundConnectors } from "./bound-connectors.ts";
import type { Change } from "./change.ts";
import { ClickHouseTableRefusedError } from "./errors.ts";

/** Tables of one ClickHouse. */
interface PlacedTables {
  readonly access: ClickHouseAccess;
  readonly tables: readonly ClickHouseTablePlan[];
}

type ClickHousePlan = Pick<Plan, "clickhouseTables">;

/**
 * Makes the tables that are missing in ClickHouse, adds columns and changes when rows are deleted. A table is where the
 * connector says that fills it; one without a connector is left out.
 *
 * @throws ClickHouseTableRefusedError when a table cannot be had in place; nothing was changed in its ClickHouse then.
 *   ClickHouseFailedError
 */
export async function applyClickHouseTables(plan: ClickHousePlan, bound: BoundConnectors): Promise<Change[]> {
  const changes: Change[] = [];
  for (const { access, tables } of placedTables(plan, bound))
    changes.push(...(await withClickHouse(access, (client) => applyTables(client, tables))));
  return changes;
}

/** How the tables in ClickHouse differ from the plan; changes nothing. @throws ClickHouseFailedError */
export async function compareClickHouseTables(
  plan: ClickHousePlan,
  bound: BoundConnectors,
): Promise<readonly Difference[]> {
  const differences = await Promise.all(
    placedTables(plan, bound).map(({ access, tables }) =>
      withClickHouse(access, async (client) =>
        compareClickHouse(tables, await readClickHouseTables(client, namesOf(tables))),
      ),
    ),
  );
  return differences.flat();
}

async function applyTables(
  client: ClickHouseClient,
  tables: readonly ClickHouseTablePlan[],
): Promise<readonly Change[]> {
  const found = await readClickHouseTables(client, namesOf(tables));
  const refused = compareClickHouse(tables, found).filter(({ action }) => action === "refuse");
  if (refused.length > 0) throw new ClickHouseTableRefusedError(refused);
  const changes: Change[] = [];
  for (const table of tables) {
    const existing = found.get(table.name);
    const statements = existing === undefined ? [emitClickHouseDdl(table)] : alterations(table, existing);
    for (const query of statements) await client.command({ query });
    const done = statements.length === 0 ? "unchanged" : "updated";
    changes.push({
      kind: "ClickHouse table",
      name: table.name,
      action: existing === undefined ? "created" : done,
    });
  }
  return changes;
}

function alterations(table: ClickHouseTablePlan, existing: FoundClickHouseTable): readonly string[] {
  const alter = `ALTER TABLE ${clickHouseName(table.name)}`;
  const ttl = clickHouseTtl(table);
  return [
    ...missingColumns(table, existing).map((column) => {
      const { columns } = table;
      const before = columns[columns.indexOf(column) - 1];
      const place = before === undefined ? "FIRST" : `AFTER ${clickHouseName(before.name)}`;
      return `${alter} ADD COLUMN IF NOT EXISTS ${clickHouseColumn(column)} ${place}`;
    }),
    ...(hasSameTtl(table, existing)
      ? []
      : [`${alter} ${ttl === undefined ? "REMOVE TTL" : `MODIFY TTL ${ttl}`}`]),
  ];
}

/** The plan's tables by the ClickHouse that their connectors name. */
function placedTables({ clickhouseTables }: ClickHousePlan, bound: BoundConnectors): readonly PlacedTables[] {
  const placed = new Map<string, { access: ClickHouseAccess; tables: ClickHouseTablePlan[] }>();
  for (const table of clickhouseTables) {
    const access = accessOf(table, bound);
    if (access === undefined) continue;
    const key = [access.url, access.database, access.user].join("\n");
    const entry = placed.get(key) ?? { access, tables: [] };
    entry.tables.push(table);
    placed.set(key, entry);
  }
  return [...placed.values()];
}

function accessOf({ connector }: ClickHouseTablePlan, bound: BoundConnectors): ClickHouseAccess | undefined {
  const value = (key: string) => bound.clearValue(connector, `clickhouse.${key}`);
  const [url, database, user, password] = ["url", "database", "user", "password"].map(value);
  if (url === undefined || database === undefined || user === undefined || password === undefined)
    return undefined;
  return { url: url.reveal(), database: database.reveal(), user: user.reveal(), password };
}

function namesOf(tables: readonly ClickHouseTablePlan[]): readonly string[] {
  return tables.map(({ name }) => name);
}
