import { emitPostgresDdl, emitPostgresIndex, type PostgresTablePlan } from "@millrace/domain";
import { escapeIdentifier } from "pg";
import { makeNeededPartitions } from "../keeper/needed-partitions.ts";
import { makeDefaultPartition } from "../keeper/partitions.ts";
import { storeRoles } from "../roles.ts";
import { inTransaction, type Queryable } from "../sql.ts";
import { lockStore } from "../store-lock.ts";
import { convertTable } from "./convert-table.ts";
import { readTables } from "./stored-table.ts";
import { compareTable, type TableChanges, type TableDifference } from "./table-difference.ts";
import { TablesRefusedError } from "./tables-refused-error.ts";

/** What was done to a table. */
export interface AppliedTable {
  readonly name: string;
  readonly action: "created" | "updated" | "unchanged";
}

/**
 * Makes tables as their plans say, in a database that is migrated: new ones, columns that are missing, indexes, partitions.
 * Rows stay; all of it happens or nothing. Done again it changes nothing.
 * @throws TablesRefusedError when a column's type or a primary key is not the plan's
 */
export async function applyTables(
  client: Queryable,
  plans: readonly PostgresTablePlan[],
  { now = new Date() }: { readonly now?: Date } = {},
): Promise<readonly AppliedTable[]> {
  return await inTransaction(client, async () => {
    await lockStore(client);
    const stored = await readTables(client);
    const compared = plans.map((plan) => ({ plan, difference: compareTable(plan, stored.get(plan.name)) }));
    assertAllowed(compared);
    for (const { plan, difference } of compared)
      if (difference.action === "change") await adopt(client, plan.name);
    await client.query(`SET LOCAL ROLE ${storeRoles.keeper}`);
    const applied: AppliedTable[] = [];
    for (const { plan, difference } of compared)
      applied.push({ name: plan.name, action: await applyTable(client, plan, difference, now) });
    return applied;
  });
}

interface Compared {
  readonly plan: PostgresTablePlan;
  readonly difference: TableDifference;
}

function assertAllowed(compared: readonly Compared[]): void {
  const refused = compared.flatMap(({ plan, difference }) =>
    difference.action === "refuse" ? [{ name: plan.name, reasons: difference.reasons }] : [],
  );
  if (refused.length > 0) throw new TablesRefusedError(refused);
}

/** A table of before the store had roles belongs to whoever made it. */
async function adopt(client: Queryable, table: string): Promise<void> {
  const name = escapeIdentifier(table);
  await client.query(
    `ALTER TABLE ${name} OWNER TO ${storeRoles.keeper};
     GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO ${storeRoles.writer};
     GRANT SELECT ON ${name} TO ${storeRoles.reader}`,
  );
}

async function applyTable(
  client: Queryable,
  plan: PostgresTablePlan,
  difference: TableDifference,
  now: Date,
): Promise<AppliedTable["action"]> {
  if (difference.action === "create") {
    await createTable(client, plan, now);
    await stampRows(client, plan.name);
    await record(client, plan, ["the table is made"]);
    return "created";
  }
  if (difference.action !== "change") return "unchanged";
  await changeTable(client, plan, difference, now);
  await record(client, plan, difference.details);
  return "updated";
}

async function createTable(client: Queryable, plan: PostgresTablePlan, now: Date): Promise<void> {
  await client.query(emitPostgresDdl(plan));
  if (plan.partitionBy === undefined) return;
  await makeDefaultPartition(client, plan.name);
  await makeNeededPartitions(client, plan, now);
}

async function changeTable(
  client: Queryable,
  plan: PostgresTablePlan,
  { columns, indexes, isConverted }: TableChanges,
  now: Date,
): Promise<void> {
  if (columns.length > 0) await client.query(addColumns(plan.name, columns));
  if (isConverted) await convertTable(client, plan, () => createTable(client, plan, now));
  else for (const index of indexes) await client.query(emitPostgresIndex(plan.name, index));
  await stampRows(client, plan.name);
}

/** Without NOT NULL: the rows that are there have no value, but for the time at which the store learned them. */
function addColumns(table: string, columns: PostgresTablePlan["columns"]): string {
  const name = escapeIdentifier(table);
  const clauses = columns.map((column) => {
    const isStamp = column.name === "as_of";
    return `ADD COLUMN ${escapeIdentifier(column.name)} ${column.type}${isStamp ? " NOT NULL DEFAULT now()" : ""}`;
  });
  const stamped = columns.some((column) => column.name === "as_of")
    ? `; ALTER TABLE ${name} ALTER COLUMN as_of DROP DEFAULT`
    : "";
  return `ALTER TABLE ${name} ${clauses.join(", ")}${stamped}`;
}

async function stampRows(client: Queryable, table: string): Promise<void> {
  await client.query(
    `CREATE OR REPLACE TRIGGER millrace_stamp BEFORE INSERT OR UPDATE ON ${escapeIdentifier(table)}
     FOR EACH ROW EXECUTE FUNCTION millrace_store.stamp_row()`,
  );
}

async function record(
  client: Queryable,
  { name, domain, timeColumn, retentionMs, partitionBy }: PostgresTablePlan,
  details: readonly string[],
): Promise<void> {
  await client.query(
    `INSERT INTO millrace_store.store_tables (name, domain, time_column, retention_ms, partition_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (name) DO UPDATE SET domain = EXCLUDED.domain, time_column = EXCLUDED.time_column,
       retention_ms = EXCLUDED.retention_ms, partition_by = EXCLUDED.partition_by, applied_at = now()`,
    [name, domain, timeColumn, retentionMs, partitionBy],
  );
  await client.query("INSERT INTO millrace_store.store_changes (name, details) VALUES ($1, $2)", [
    name,
    details,
  ]);
}
