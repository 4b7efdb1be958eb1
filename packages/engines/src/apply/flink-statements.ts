import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  FlinkSavepointError,
  FlinkStatementError,
  type GatewaySession,
  type JobManager,
  type LocateSql,
  type SqlGateway,
} from "@millrace/flink";
import { type CompiledPlan, parseCompiledPlan } from "../plan/compiled-plan.ts";
import { untilCheckpointed } from "./job-health.ts";
import type { JobSubmission, StatementCluster, StatementSession } from "./statement-cluster.ts";
import { boundScript, type StatementScript } from "./statement-script.ts";

const startTimeoutMs = 60_000;
const stopTimeoutMs = 60_000;
const otherStopTimeoutMs = 10_000;
const endedStates = ["FAILED", "CANCELED", "FINISHED"] as const;

/** How a Flink cluster is reached, and the target's value of every placeholder. */
export interface FlinkAccess {
  readonly gateway: SqlGateway;
  readonly jobManager: JobManager;
  readonly bindings: Readonly<Record<string, string>>;
}

/** Statements on a real Flink cluster whose gateway shares this machine's files. */
export function flinkStatements({ gateway, jobManager, bindings }: FlinkAccess): StatementCluster {
  return {
    open: (script) => openSession(gateway, boundScript(script, bindings)),
    jobState: (jobId) => jobState(jobManager, jobId),
    untilRunning: async (jobId) => {
      await jobManager.waitUntilRunning(jobId, { timeoutMs: startTimeoutMs });
    },
    untilCheckpointed: (jobId) => untilCheckpointed(jobManager, jobId),
    stop: (jobId) => stopJob(jobManager, jobId),
    cancel: (jobId) => cancelJob(jobManager, jobId),
    dispose: (path) => jobManager.disposeSavepoint(path, { timeoutMs: stopTimeoutMs }),
  };
}

async function openSession(gateway: SqlGateway, script: StatementScript): Promise<StatementSession> {
  const properties = {
    ...script.properties,
    // The tables are declared in every session: the plan needs to know no more than their names.
    "table.plan.compile.catalog-objects": "IDENTIFIER",
    "table.plan.restore.catalog-objects": "IDENTIFIER",
  };
  const session = await gateway.openSession({ properties });
  try {
    for (const ddl of script.ddl) await session.configure(ddl);
  } catch (error) {
    await session.close();
    throw error;
  }
  return {
    compile: (locate) => compile(session, script, locate),
    run: (submission) => run(session, submission),
    [Symbol.asyncDispose]: () => session.close(),
  };
}

async function compile(
  session: GatewaySession,
  { statementSet }: StatementScript,
  locate: LocateSql,
): Promise<CompiledPlan> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-plan-"));
  try {
    const file = join(folder, "plan.json");
    const set = statementSet.replace(/^EXECUTE /, "");
    // One line, so that the lines below it keep their numbers but for the first.
    await session.execute(`COMPILE PLAN ${quoted(file)} FOR ${set}`, { locate });
    return parseCompiledPlan(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  session: GatewaySession,
  { jobId, jobName, planFile, origin }: JobSubmission,
): Promise<void> {
  const settings: Record<string, string> = {
    "pipeline.name": jobName,
    "$internal.pipeline.job-id": jobId,
    ...(origin === undefined
      ? {}
      : {
          "execution.state-recovery.path": origin.path,
          "execution.state-recovery.claim-mode": origin.claim ? "CLAIM" : "NO_CLAIM",
          "execution.state-recovery.ignore-unclaimed-state": String(origin.allowLost),
        }),
  };
  for (const [key, value] of Object.entries(settings))
    await session.configure(`SET ${quoted(key)} = ${quoted(value)}`);
  try {
    await session.execute(`EXECUTE PLAN ${quoted(planFile)}`);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

/** A gateway goes on with what a process asked for that has crashed since: the job may be there already. */
function isDuplicate(error: unknown): boolean {
  return (
    error instanceof FlinkStatementError &&
    error.chain.some(({ className }) => className.endsWith(".DuplicateJobSubmissionException"))
  );
}

async function jobState(jobManager: JobManager, jobId: string): Promise<"active" | "ended" | "unknown"> {
  const job = (await jobManager.jobs()).find(({ id }) => id === jobId);
  if (job === undefined) return "unknown";
  return (endedStates as readonly string[]).includes(job.state) ? "ended" : "active";
}

/**
 * A stop that another process had begun ends the job as well. A job that fails again and again cannot make a savepoint: it
 * is cancelled, and its last checkpoint is what there is to go on from.
 */
async function stopJob(jobManager: JobManager, jobId: string): Promise<void> {
  try {
    await jobManager.stop(jobId, { timeoutMs: stopTimeoutMs });
  } catch (error) {
    if (!(error instanceof FlinkSavepointError)) throw error;
    const isOver = (await jobManager.state(jobId)) === "FINISHED";
    if (!isOver && (await jobManager.exceptions(jobId)).length > 0) return cancelJob(jobManager, jobId);
    await jobManager.waitForState(jobId, "FINISHED", { timeoutMs: otherStopTimeoutMs }).catch(() => {
      throw error;
    });
  }
  await jobManager.waitForState(jobId, "FINISHED", { timeoutMs: stopTimeoutMs });
}

async function cancelJob(jobManager: JobManager, jobId: string): Promise<void> {
  await jobManager.cancel(jobId);
  await jobManager.waitForState(jobId, endedStates, { timeoutMs: stopTimeoutMs });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
