import type { PostgresTablePlan } from "@millrace/domain";
import { compareTable, type StoredTable } from "@millrace/store";
import type { Difference } from "./difference.ts";

/** Compares the tables of a plan with those of the database, after the store itself where it is not of the newest version. */
export function compareTables(
  tables: readonly PostgresTablePlan[],
  found: ReadonlyMap<string, StoredTable>,
  pendingMigrations: readonly string[] = [],
): readonly Difference[] {
  return [
    ...storeDifference(pendingMigrations),
    ...tables.map((table) => tableDifference(table, found.get(table.name))),
  ];
}

function storeDifference(pending: readonly string[]): readonly Difference[] {
  if (pending.length === 0) return [];
  const details = pending.map((name) => `migration ${name} is run`);
  return [{ kind: "database table", name: "the store's own", action: "change", details }];
}

function tableDifference(table: PostgresTablePlan, stored: StoredTable | undefined): Difference {
  const difference = compareTable(table, stored);
  const named = { kind: "database table", name: table.name } as const;
  switch (difference.action) {
    case "refuse":
      return { ...named, action: "refuse", details: difference.reasons };
    case "change":
      return { ...named, action: "change", details: difference.details };
    default:
      return { ...named, action: difference.action, details: [] };
  }
}
