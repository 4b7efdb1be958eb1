import type { JobManager, SqlGateway } from "@millrace/flink";
import type { PlanFacts, StatementFacts, TableScan, WatermarkFacts } from "../facts.ts";
import { read, valueOf } from "../reading.ts";
import type { StartedStatement } from "../started-statement.ts";
import type { TableDdl } from "../table-ddl.ts";
import { gatherJob } from "./job-facts.ts";
import { gatherPlan } from "./plan-facts.ts";
import { gatherResult } from "./result-facts.ts";
import { gatherSource } from "./source-facts.ts";
import type { TopicPlace } from "./topic-place.ts";

/** Where a statement's engines are. */
export interface Places {
  readonly gateway: SqlGateway;
  readonly jobManager: JobManager;
  readonly topics: TopicPlace;
  /** How long the JobManager is given to fetch fresh metrics, in milliseconds. */
  readonly settleMs: number;
  /** How long Flink may take to answer everything, its first planning included, in milliseconds. */
  readonly flinkTimeoutMs: number;
  readonly clock: () => number;
}

/** Looks at one statement from every side. What cannot be looked at says why; this throws nothing. */
export async function gatherStatement(places: Places, statement: StartedStatement): Promise<StatementFacts> {
  const { settleMs } = places;
  const signal = AbortSignal.timeout(places.flinkTimeoutMs);
  const [job, plan, results] = await Promise.all([
    read(() => gatherJob(places.jobManager, statement.jobId, { settleMs, signal })),
    read(() => gatherPlan(places.gateway, statement.script, signal)),
    Promise.all(statement.results.map((table) => gatherResult(places.topics, table))),
  ]);
  const now = places.clock();
  const splits = valueOf(job)?.splits ?? [];
  const sources = await Promise.all(
    sourcesOf(statement, valueOf(plan)).map(({ table, watermark }) =>
      gatherSource(places.topics, { table, watermark, splits }),
    ),
  );
  const { name, jobId } = statement;
  return { name, jobId, now, job, plan, sources, results };
}

interface Source {
  readonly table: TableDdl;
  readonly watermark: WatermarkFacts | undefined;
}

/** The tables that are read for the results asked for; without a plan every table that is not written. */
function sourcesOf(
  { tables, results, script }: StartedStatement,
  plan: PlanFacts | undefined,
): readonly Source[] {
  if (plan === undefined) {
    return tables
      .filter(({ name }) => !script.statementSet.includes(`INSERT INTO \`${name}\``))
      .map((table) => ({ table, watermark: undefined }));
  }
  const asked = new Set(results.map(({ name }) => name));
  const scanned = new Set(
    plan.results.filter(({ table }) => asked.has(table)).flatMap(({ sources }) => sources),
  );
  return tables
    .filter(({ name }) => scanned.has(name))
    .map((table) => ({ table, watermark: watermarkOf(table, plan.scans) }));
}

function watermarkOf(
  { name, timeColumn }: TableDdl,
  scans: readonly TableScan[],
): WatermarkFacts | undefined {
  const scan = scans.find(({ table }) => table === name);
  if (scan?.delayMs === undefined || timeColumn === undefined) return undefined;
  return { column: timeColumn, delayMs: scan.delayMs, idleTimeoutMs: scan.idleTimeoutMs };
}
