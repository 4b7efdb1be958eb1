import type { ClickHouseClient } from "@clickhouse/client";
import { clickHouseTtl, type ClickHouseTablePlan } from "@millrace/domain";
import type { Difference } from "./difference.ts";

/** A table as it is in ClickHouse; texts without the quotes of names. */
export interface FoundClickHouseTable {
  /** `ReplacingMergeTree`, in ClickHouse's cloud `SharedReplacingMergeTree`. */
  readonly engine: string;
  /** With its arguments, and what follows them. */
  readonly engineFull: string;
  readonly sortingKey: string;
  readonly partitionKey: string;
  /** Types by column. */
  readonly columns: ReadonlyMap<string, string>;
}

/** The tables of the client's database that have one of the names. */
export async function readClickHouseTables(
  client: Pick<ClickHouseClient, "query">,
  names: readonly string[],
): Promise<ReadonlyMap<string, FoundClickHouseTable>> {
  const ask = async <Row>(query: string): Promise<Row[]> => {
    const answer = await client.query({ query, format: "JSONEachRow", query_params: { names: [...names] } });
    return await answer.json<Row>();
  };
  const tables = await ask<Omit<FoundClickHouseTable, "columns"> & { name: string }>(
    `SELECT name, engine, engine_full AS engineFull, sorting_key AS sortingKey, partition_key AS partitionKey
     FROM system.tables WHERE database = currentDatabase() AND name IN {names: Array(String)}`,
  );
  const columns = await ask<{ table: string; name: string; type: string }>(
    `SELECT table, name, type FROM system.columns
     WHERE database = currentDatabase() AND table IN {names: Array(String)} ORDER BY table, position`,
  );
  return new Map(
    tables.map(({ name, engine, engineFull, sortingKey, partitionKey }) => [
      name,
      {
        engine,
        engineFull: unquoted(engineFull),
        // Some versions put one column in brackets.
        sortingKey: unquoted(sortingKey).replace(/^\((.*)\)$/, "$1"),
        partitionKey: unquoted(partitionKey),
        columns: new Map(
          columns.filter(({ table }) => table === name).map((column) => [column.name, column.type]),
        ),
      },
    ]),
  );
}

/** Compares the ClickHouse tables of a plan with those that are there. New columns and another TTL can be had in place. */
export function compareClickHouse(
  tables: readonly ClickHouseTablePlan[],
  found: ReadonlyMap<string, FoundClickHouseTable>,
): readonly Difference[] {
  return tables.map((table) => {
    const existing = found.get(table.name);
    const named = { kind: "ClickHouse table", name: table.name } as const;
    if (existing === undefined) return { ...named, action: "create", details: [] };
    const refusals = refusalsOf(table, existing);
    if (refusals.length > 0) return { ...named, action: "refuse", details: refusals };
    const details = [
      ...missingColumns(table, existing).map(({ name, type }) => `column ${name} ${type} is added`),
      ...(hasSameTtl(table, existing)
        ? []
        : [`TTL: ${ttlOf(existing) ?? "none"} → ${wantedTtl(table) ?? "none"}`]),
    ];
    return { ...named, action: details.length === 0 ? "unchanged" : "change", details };
  });
}

/** The columns that the table does not have yet. */
export function missingColumns(
  { columns }: ClickHouseTablePlan,
  existing: FoundClickHouseTable,
): ClickHouseTablePlan["columns"] {
  return columns.filter(({ name }) => !existing.columns.has(name));
}

/** Whether rows are deleted when the plan says so. */
export function hasSameTtl(table: ClickHouseTablePlan, existing: FoundClickHouseTable): boolean {
  return ttlOf(existing) === wantedTtl(table);
}

function refusalsOf(table: ClickHouseTablePlan, existing: FoundClickHouseTable): readonly string[] {
  const advice = `name another table in its sink, or drop it: DROP TABLE ${table.name}`;
  const differs = (what: string, is: string, wanted: string) =>
    is === wanted
      ? []
      : [`${what} is ${is || "none"}, the plan says ${wanted || "none"}: it is not changed; ${advice}`];
  const replaces =
    existing.engine.endsWith("ReplacingMergeTree") &&
    existing.engineFull.includes("kafka_offset, is_deleted)");
  const month = table.monthOf === undefined ? "" : `toYYYYMM(${table.monthOf})`;
  return [
    ...(replaces ? [] : differs("engine", existing.engine, "ReplacingMergeTree(kafka_offset, is_deleted)")),
    ...differs("sorting key", existing.sortingKey, table.orderBy.join(", ")),
    ...differs("partition key", existing.partitionKey, month),
    ...table.columns.flatMap(({ name, type }) =>
      differs(`column ${name}`, existing.columns.get(name) ?? type, type),
    ),
  ];
}

function ttlOf({ engineFull }: FoundClickHouseTable): string | undefined {
  return /\bTTL (.*?)(?= SETTINGS |$)/.exec(engineFull)?.[1];
}

function wantedTtl(table: ClickHouseTablePlan): string | undefined {
  const ttl = clickHouseTtl(table);
  return ttl === undefined ? undefined : unquoted(ttl);
}

function unquoted(text: string): string {
  return text.replaceAll("`", "");
}
