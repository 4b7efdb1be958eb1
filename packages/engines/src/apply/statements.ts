import { locateInStatementSet, type Plan, type StatementPlan } from "@millrace/domain";
import type { GatewaySession, JobManager, JobSummary, LocateSql, SqlGateway } from "@millrace/flink";
import type { Change } from "./change.ts";
import { StatementReplaceError } from "../errors.ts";
import type { StatementRecord, SubmittedStatement } from "./statement-record.ts";
import { jobNameOf, type StatementScript, statementScript } from "./statement-script.ts";

const startTimeoutMs = 60_000;
const stopTimeoutMs = 60_000;

/** Where statements are submitted and remembered. */
export interface StatementTarget {
  readonly gateway: SqlGateway;
  readonly jobManager: JobManager;
  readonly record: StatementRecord;
  readonly bindings: Readonly<Record<string, string>>;
}

/** A statement whose tables are declared and whose plan has been made once, so that starting it is quick. */
export interface PreparedStatement extends AsyncDisposable {
  /** Brings the statement to run. @throws StatementReplaceError, FlinkStatementError, FlinkJobError */
  start(): Promise<Change>;
}

/**
 * Opens a session for the statement, declares its tables and plans it. This needs the gateway alone, so it can be done
 * while other engines are still starting.
 */
export async function prepareStatement(
  target: StatementTarget,
  plan: Plan,
  statement: StatementPlan,
): Promise<PreparedStatement> {
  const script = statementScript(plan, statement, target.bindings);
  const session = await openSession(target.gateway, script);
  try {
    const locate: LocateSql = (position) => locateInStatementSet(statement, position) ?? position;
    const explained = await session.execute(script.statementSet.replace(/^EXECUTE /, "EXPLAIN "), { locate });
    await explained.rows();
  } catch (error) {
    await session.close();
    throw error;
  }
  return {
    start: () => startStatement({ target, statement, script, session }),
    [Symbol.asyncDispose]: () => session.close(),
  };
}

/** Stops every job of the record with a savepoint, from which the next start goes on. Gives the statements' names. */
export async function stopStatements(target: Omit<StatementTarget, "bindings">): Promise<string[]> {
  const { jobManager, record } = target;
  const active = new Set((await jobManager.jobs()).filter(isActive).map(({ id }) => id));
  const running = Object.entries(record.all()).filter(([, { jobId }]) => active.has(jobId));
  await Promise.all(
    running.map(async ([name, submitted]) => {
      const savepoint = await jobManager.stop(submitted.jobId, { timeoutMs: stopTimeoutMs });
      record.put(name, { ...submitted, savepoint });
    }),
  );
  return running.map(([name]) => name);
}

interface StartOptions {
  readonly target: StatementTarget;
  readonly statement: StatementPlan;
  readonly script: StatementScript;
  readonly session: GatewaySession;
}

async function startStatement({ target, statement, script, session }: StartOptions): Promise<Change> {
  const { jobManager, record } = target;
  const { name, hash } = statement;
  const jobs = (await jobManager.jobs()).filter(isActive);
  const running = jobs.find((job) => job.name === jobNameOf(statement));
  const previous = record.find(name);
  if (running !== undefined) {
    if (previous?.jobId !== running.id) record.put(name, { hash, jobId: running.id, script });
    return { kind: "statement", name, action: "unchanged" };
  }
  const stopped = previous === undefined ? undefined : await stopPrevious(target, name, previous, jobs);
  const from = stopped === undefined ? undefined : record.recoveryPath(stopped);
  try {
    const jobId = await submit({ session, script, jobManager, from });
    record.put(name, { hash, jobId, script });
  } catch (error) {
    if (stopped === undefined || stopped.hash === hash) throw error;
    await bringBack(target, name, stopped);
    throw new StatementReplaceError(name, { savepoint: from, cause: error });
  }
  if (previous === undefined || from === undefined) return { kind: "statement", name, action: "created" };
  return { kind: "statement", name, action: previous.hash === hash ? "resumed" : "updated" };
}

/** Stops the statement's earlier job where it still runs, with a savepoint that is remembered. */
async function stopPrevious(
  { jobManager, record }: StatementTarget,
  name: string,
  previous: SubmittedStatement,
  jobs: readonly JobSummary[],
): Promise<SubmittedStatement> {
  if (!jobs.some((job) => job.id === previous.jobId)) return previous;
  const savepoint = await jobManager.stop(previous.jobId, { timeoutMs: stopTimeoutMs });
  const stopped = { ...previous, savepoint };
  record.put(name, stopped);
  return stopped;
}

/** Runs the earlier statement again from where it was stopped. */
async function bringBack(target: StatementTarget, name: string, stopped: SubmittedStatement): Promise<void> {
  await using session = await openSession(target.gateway, stopped.script);
  const from = target.record.recoveryPath(stopped);
  const jobId = await submit({ session, script: stopped.script, jobManager: target.jobManager, from });
  target.record.put(name, { hash: stopped.hash, jobId, script: stopped.script });
}

async function openSession(gateway: SqlGateway, script: StatementScript): Promise<GatewaySession> {
  const session = await gateway.openSession({ properties: script.properties });
  try {
    for (const ddl of script.ddl) await session.configure(ddl);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function submit(options: {
  readonly session: GatewaySession;
  readonly script: StatementScript;
  readonly jobManager: JobManager;
  readonly from: string | undefined;
}): Promise<string> {
  const { session, script, jobManager, from } = options;
  if (from !== undefined) {
    await session.configure(`SET 'execution.state-recovery.path' = '${from}'`);
    // Flink then owns the files and removes them when newer checkpoints no longer need them.
    await session.configure("SET 'execution.state-recovery.claim-mode' = 'CLAIM'");
  }
  const { jobId } = await session.execute(script.statementSet);
  if (jobId === undefined)
    throw new Error(`the gateway started no job for: ${script.statementSet.slice(0, 200)}`);
  await jobManager.waitUntilRunning(jobId, { timeoutMs: startTimeoutMs });
  return jobId;
}

function isActive({ state }: JobSummary): boolean {
  return !["FAILED", "CANCELED", "FINISHED"].includes(state);
}
