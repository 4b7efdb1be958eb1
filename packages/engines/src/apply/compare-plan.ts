import type { Plan } from "@millrace/domain";
import { KafkaAdmin, RegistryClient } from "@millrace/kafka";
import { pendingMigrations, readTables } from "@millrace/store";
import pg from "pg";
import { ConnectClient } from "../connect/connect-client.ts";
import { compareConnectors } from "../plan/compare-connectors.ts";
import { compareSchemas } from "../plan/compare-schemas.ts";
import { compareTables } from "../plan/compare-tables.ts";
import { comparePlannedTopics } from "../plan/compare-topics.ts";
import type { Difference } from "../plan/difference.ts";
import type { BoundConnectors } from "./bound-connectors.ts";
import { listBuckets } from "./buckets.ts";
import { compareClickHouseTables } from "./clickhouse-tables.ts";
import type { LeftOut } from "./left-out.ts";
import type { PlatformTarget } from "./platform-target.ts";
import type { PreparedStatement, StatementDifference } from "./statements.ts";

/** What is compared with what runs. */
export interface ComparedWith {
  readonly plan: Plan;
  readonly leftOut: LeftOut;
  /** The plan's statements; the other parts are looked at while they are still being prepared. */
  readonly prepared: Promise<readonly PreparedStatement[]>;
  /** The plan's connectors with the target's values and their secrets. */
  readonly bound: BoundConnectors;
}

/**
 * Compares what runs with a plan, in the order in which a plan is applied: topics, schemas, buckets, tables, statements,
 * connectors. Changes nothing.
 */
export async function comparePlan(
  target: PlatformTarget,
  compared: ComparedWith,
): Promise<readonly Difference[]> {
  const { plan, leftOut } = compared;
  const parts = await Promise.all([
    topics(target, plan, leftOut),
    compareSchemas(new RegistryClient({ url: target.registryUrl }), plan),
    buckets(target, plan),
    tables(target, plan),
    compareClickHouseTables(plan, compared.bound),
    statements(target, compared),
    connectors(target, compared),
  ]);
  return parts.flat();
}

async function topics(target: PlatformTarget, plan: Plan, leftOut: LeftOut): Promise<readonly Difference[]> {
  await using admin = new KafkaAdmin({ bootstrapServers: [target.bootstrapServers] });
  return await comparePlannedTopics(admin, plan, leftOut.topics);
}

async function buckets({ s3Url }: PlatformTarget, plan: Plan): Promise<readonly Difference[]> {
  const existing = new Set(await listBuckets(s3Url));
  return plan.buckets.map(({ name }) => ({
    kind: "bucket",
    name,
    action: existing.has(name) ? "unchanged" : "create",
    details: [],
  }));
}

async function tables({ postgresUrl }: PlatformTarget, plan: Plan): Promise<readonly Difference[]> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    const pending = await pendingMigrations(client);
    return compareTables(plan.postgresTables, await readTables(client), pending);
  } finally {
    await client.end();
  }
}

async function statements(
  { statements: { record } }: PlatformTarget,
  { plan, leftOut, prepared }: ComparedWith,
): Promise<readonly Difference[]> {
  const compared = await Promise.all((await prepared).map((statement) => statement.compare()));
  const planned = new Set(plan.statements.map(({ name }) => name));
  const gone = Object.entries(record.all()).filter(
    ([name, { isRetired }]) => !planned.has(name) && !isRetired,
  );
  return [
    ...compared.map(statementDifference),
    ...gone.map(([name]) => goneStatement(name, leftOut.domains.includes(name))),
  ];
}

/** Of a domain that is there its owner has said that it shall not run, and can say otherwise; one that is gone may be a mistake. */
function goneStatement(name: string, isLeftOut: boolean): Difference {
  const fate = isLeftOut
    ? "its domain is left out: it is stopped with a savepoint, and goes on from it when the domain is chosen again"
    : "its domain is gone: it is stopped with a savepoint, and goes on from it should the domain come back";
  return { kind: "statement", name, action: "remove", details: [fate], losesState: !isLeftOut };
}

function statementDifference({ name, action, isRunning, compared }: StatementDifference): Difference {
  if (action === "create") return { kind: "statement", name, action, details: [] };
  if (compared === undefined) {
    const stopped = ["it does not run: it goes on from its last savepoint or checkpoint"];
    return {
      kind: "statement",
      name,
      action: isRunning ? "unchanged" : "change",
      details: isRunning ? [] : stopped,
    };
  }
  const { state, losesState } = compared;
  return {
    kind: "statement",
    name,
    action: losesState ? "replace" : "change",
    details: ["it is stopped with a savepoint and started from it"],
    state,
    losesState,
  };
}

async function connectors(
  { connectUrl }: PlatformTarget,
  { plan: { stage }, leftOut, bound }: ComparedWith,
): Promise<readonly Difference[]> {
  const [redact, changedSecrets] = await Promise.all([bound.redactor(), bound.changedSecrets()]);
  const client = new ConnectClient({ url: connectUrl, redact });
  const facts = { stage, leftOut: leftOut.connectors, changedSecrets };
  return await compareConnectors(client, bound.connectors, facts);
}
