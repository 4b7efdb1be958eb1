import type { PostgresTablePlan } from "@millrace/domain";
import type pg from "pg";
import type { Difference } from "./difference.ts";

/** A table as it is in Postgres. */
export interface FoundTable {
  /** Types by column, in Postgres' own words. */
  readonly columns: ReadonlyMap<string, string>;
  readonly primaryKey: readonly string[];
}

/** Postgres answers with the long name of what is written short. */
const longNames: Readonly<Record<string, string>> = { timestamptz: "timestamp with time zone" };

/** The tables of the public schema with their columns. */
export async function readTables(client: pg.Client): Promise<ReadonlyMap<string, FoundTable>> {
  const columns = await client.query<{ table: string; column: string; type: string }>(
    `SELECT relname AS "table", attname AS "column", format_type(atttypid, atttypmod) AS "type"
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
     ORDER BY attnum`,
  );
  const keys = await client.query<{ table: string; column: string }>(
    `SELECT usage.table_name AS "table", usage.column_name AS "column"
     FROM information_schema.table_constraints AS key
     JOIN information_schema.key_column_usage AS usage USING (constraint_schema, constraint_name)
     WHERE key.constraint_type = 'PRIMARY KEY' AND key.table_schema = 'public' ORDER BY usage.ordinal_position`,
  );
  const names = [...new Set(columns.rows.map(({ table }) => table))];
  const of = (rows: readonly { readonly table: string; readonly column: string }[], name: string) =>
    rows.filter(({ table }) => table === name).map(({ column }) => column);
  return new Map(
    names.map((name) => [
      name,
      {
        columns: new Map(
          columns.rows.filter(({ table }) => table === name).map(({ column, type }) => [column, type]),
        ),
        primaryKey: of(keys.rows, name),
      },
    ]),
  );
}

/** Compares the tables of a plan with those of the database. Only new columns can be had in place. */
export function compareTables(
  tables: readonly PostgresTablePlan[],
  found: ReadonlyMap<string, FoundTable>,
): readonly Difference[] {
  return tables.map((table) => {
    const existing = found.get(table.name);
    const named = { kind: "database table", name: table.name } as const;
    if (existing === undefined) return { ...named, action: "create", details: [] };
    const refusals = refusalsOf(table, existing);
    if (refusals.length > 0) return { ...named, action: "refuse", details: refusals };
    const added = addedColumns(table, existing).map(({ name, type }) => `column ${name} ${type} is added`);
    return { ...named, action: added.length === 0 ? "unchanged" : "change", details: added };
  });
}

/** The columns that the table does not have yet. */
export function addedColumns(
  { columns }: PostgresTablePlan,
  existing: FoundTable,
): PostgresTablePlan["columns"] {
  return columns.filter(({ name }) => !existing.columns.has(name));
}

function refusalsOf(table: PostgresTablePlan, existing: FoundTable): readonly string[] {
  const advice = `name another table in its connector or sink, or drop it: DROP TABLE "${table.name}"`;
  const types = table.columns.flatMap(({ name, type }) => {
    const is = existing.columns.get(name);
    const wanted = longNames[type] ?? type;
    return is === undefined || is === wanted
      ? []
      : [`column ${name} is ${is}, the plan says ${wanted}: types are not changed; ${advice}`];
  });
  const key = existing.primaryKey.join(", ");
  const wantedKey = table.primaryKey.join(", ");
  return key === wantedKey
    ? types
    : [...types, `primary key is (${key}), the plan says (${wantedKey}): keys are not changed; ${advice}`];
}
