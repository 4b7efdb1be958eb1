import { type PostgresIndexPlan, type PostgresTablePlan, storeColumns } from "@millrace/domain";
import type { StoredTable, Upkeep } from "./stored-table.ts";

/** What separates a table from its plan. */
export type TableDifference =
  | { readonly action: "create" }
  /** What cannot be had in place, a sentence each. */
  | { readonly action: "refuse"; readonly reasons: readonly string[] }
  | TableChanges
  | { readonly action: "unchanged" };

/** What a table gets in place. */
export interface TableChanges {
  readonly action: "change";
  readonly columns: PostgresTablePlan["columns"];
  readonly indexes: readonly PostgresIndexPlan[];
  /** Whether its rows move into partitions. */
  readonly isConverted: boolean;
  /** What is done, a line each. */
  readonly details: readonly string[];
}

/** Postgres answers with the long name of what is written short. */
const longNames: Readonly<Record<string, string>> = { timestamptz: "timestamp with time zone" };

/** Compares a table with its plan. New columns, indexes, partitions and another retention can be had in place. */
export function compareTable(plan: PostgresTablePlan, stored: StoredTable | undefined): TableDifference {
  if (stored === undefined) return { action: "create" };
  const reasons = refusalsOf(plan, stored);
  if (reasons.length > 0) return { action: "refuse", reasons };
  const columns = [...plan.columns, ...storeColumns].filter(({ name }) => !stored.columns.has(name));
  const indexes = plan.indexes.filter(({ name }) => !stored.indexes.has(name));
  const isConverted = plan.partitionBy !== undefined && !stored.isPartitioned;
  const details = [
    ...columns.map(({ name, type }) => `column ${name} ${type} is added`),
    ...(isConverted ? [`rows move into partitions by ${plan.partitionBy}`] : []),
    ...indexes.map((index) => `index on ${index.columns.map(({ name }) => name).join(", ")} is made`),
    ...(stored.isStamped ? [] : ["rows are stamped with as_of"]),
    ...upkeepChanges(plan, stored.upkeep),
  ];
  return details.length === 0
    ? { action: "unchanged" }
    : { action: "change", columns, indexes, isConverted, details };
}

function upkeepChanges(plan: Upkeep, stored: Upkeep | undefined): readonly string[] {
  const wanted = describeUpkeep(plan);
  if (stored === undefined) return [wanted];
  const found = describeUpkeep(stored);
  return found === wanted ? [] : [`${wanted}; before: ${found}`];
}

function describeUpkeep({ timeColumn, retentionMs, partitionBy }: Upkeep): string {
  const length = retentionMs === undefined ? "for ever" : describeLength(retentionMs);
  const by = timeColumn === undefined ? "" : ` by ${timeColumn}`;
  return `rows are kept ${length}${by}${partitionBy === undefined ? "" : `, in partitions of a ${partitionBy}`}`;
}

function describeLength(ms: number): string {
  const units = [
    [86_400_000, "day"],
    [3_600_000, "hour"],
    [60_000, "minute"],
    [1000, "second"],
  ] as const;
  const [size, name] = units.find(([size]) => ms % size === 0) ?? [1, "millisecond"];
  return `${ms / size} ${name}${ms === size ? "" : "s"}`;
}

function refusalsOf(table: PostgresTablePlan, stored: StoredTable): readonly string[] {
  const advice = `name another table in its connector or sink, or drop it: DROP TABLE "${table.name}"`;
  const types = [...table.columns, ...storeColumns].flatMap(({ name, type }) => {
    const is = stored.columns.get(name);
    const wanted = longNames[type] ?? type;
    return is === undefined || is === wanted
      ? []
      : [`column ${name} is ${is}, the plan says ${wanted}: types are not changed; ${advice}`];
  });
  const key = stored.primaryKey.join(", ");
  const wantedKey = table.primaryKey.join(", ");
  return key === wantedKey
    ? types
    : [...types, `primary key is (${key}), the plan says (${wantedKey}): keys are not changed; ${advice}`];
}
