import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  bindPlaceholders,
  changesFile,
  emitFlinkDdl,
  emitFlinkSettings,
  emitStatementSet,
  eventScript,
  locateInStatementSet,
  type Plan,
  type StatementPlan,
  type TablePlan,
} from "@millrace/domain";
import { type CompiledPlan, parseCompiledPlan } from "@millrace/engines";
import type { GatewaySession } from "@millrace/flink";
import { readChanges, type TimedChange } from "./changes-file.ts";
import type { Scripts } from "./script.ts";
import { writeScript } from "./script-file.ts";
import type { WorkbenchFlink } from "./workbench-flink.ts";

const runTimeoutMs = 60_000;

/** Every change of each result table, in order. */
export type TableChanges = Readonly<Record<string, readonly TimedChange[]>>;

/** What is run. */
export interface StatementSource {
  readonly plan: Plan;
  /** One of the plan, or an edited one over the plan's tables. */
  readonly statement: StatementPlan;
  readonly signal?: AbortSignal | undefined;
}

/** How one run is made. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
}

interface DeclaredStatements {
  readonly flink: WorkbenchFlink;
  readonly session: GatewaySession;
  readonly folder: string;
  readonly tables: readonly TablePlan[];
  readonly statementSet: string;
}

/** A statement whose tables are declared and which has been planned once; it can be run with many scripts, one after the other. */
export class PreparedStatements implements AsyncDisposable {
  readonly #flink: WorkbenchFlink;
  readonly #session: GatewaySession;
  readonly #folder: string;
  readonly #tables: readonly TablePlan[];
  readonly #statementSet: string;

  constructor({ flink, session, folder, tables, statementSet }: DeclaredStatements) {
    this.#flink = flink;
    this.#session = session;
    this.#folder = folder;
    this.#tables = tables;
    this.#statementSet = statementSet;
  }

  /**
   * Plays the scripts through the statement to the end of the input, at which every window closes.
   * @throws FlinkJobError with Flink's innermost cause when the job fails
   */
  async run(scripts: Scripts, { signal }: RunOptions = {}): Promise<TableChanges> {
    const results = this.#tables.filter(({ role }) => role === "result");
    for (const { name, role } of this.#tables)
      if (role === "event") writeScript(join(this.#folder, eventScript(name)), scripts[name] ?? []);
    // A statement that reads a result waits for it to be written anew.
    for (const { name } of results) rmSync(join(this.#folder, changesFile(name)), { force: true });
    const { jobId } = await this.#session.execute(`EXECUTE PLAN '${planFile(this.#folder)}'`, { signal });
    if (jobId === undefined) throw new Error("the gateway started no job for a compiled plan");
    await this.#ended(jobId, signal);
    return Object.fromEntries(
      results.map((table) => [table.name, readChanges(join(this.#folder, changesFile(table.name)), table)]),
    );
  }

  /** The statement's compiled plan, as Flink made it: with the node ids that Flink chose. */
  compiledPlan(): CompiledPlan {
    return parseCompiledPlan(readFileSync(planFile(this.#folder), "utf8"));
  }

  /** Flink's optimised execution plan as text, one operator a line. */
  async explain({ signal }: RunOptions = {}): Promise<string> {
    const explained = await this.#session.execute(this.#statementSet.replace(/^EXECUTE /, "EXPLAIN "), {
      signal,
    });
    const [row] = await explained.rows();
    const text = String(row?.["result"] ?? "");
    return (text.split("== Optimized Execution Plan ==")[1] ?? text).trim();
  }

  async #ended(jobId: string, signal: AbortSignal | undefined): Promise<void> {
    const { jobManager } = this.#flink;
    try {
      await jobManager.waitForState(jobId, "FINISHED", { timeoutMs: runTimeoutMs, signal });
    } catch (error) {
      // One that nobody waits for any more must not take the next one's place.
      await jobManager.cancel(jobId).catch(() => undefined);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/**
 * Declares a statement's tables in a session of its own and plans it, exactly as it is emitted for production apart from what
 * stands for topics.
 * @throws FlinkStatementError at the place in the user's file where Flink refuses it
 */
export async function prepareStatements(
  flink: WorkbenchFlink,
  { plan, statement, signal }: StatementSource,
): Promise<PreparedStatements> {
  const folder = flink.makeFolder();
  const properties = emitFlinkSettings(statement, { target: "test" });
  const session = await flink.gateway.openSession({
    properties,
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    const tables = statement.tables.map((name) => tableOf(plan, name));
    for (const ddl of tables.flatMap((table) => emitFlinkDdl(table, { target: "test" }))) {
      await session.configure(bindPlaceholders(ddl, { "workbench.folder": folder }), { signal });
    }
    const statementSet = bindPlaceholders(emitStatementSet(statement), {});
    await session.execute(statementSet.replace(/^EXECUTE /, `COMPILE PLAN '${planFile(folder)}' FOR `), {
      signal,
      locate: (position) => locateInStatementSet(statement, position) ?? position,
    });
    return new PreparedStatements({ flink, session, folder, tables, statementSet });
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** One run of a statement that is run once: see {@link prepareStatements} for many. */
export async function runStatements(
  options: StatementSource & { readonly flink: WorkbenchFlink; readonly scripts: Scripts },
): Promise<TableChanges> {
  const { flink, scripts, signal } = options;
  await using prepared = await prepareStatements(flink, options);
  return await prepared.run(scripts, { signal });
}

function planFile(folder: string): string {
  return join(folder, "plan.json");
}

function tableOf(plan: Plan, name: string): TablePlan {
  const table = plan.tables.find((each) => each.name === name);
  if (table === undefined) throw new Error(`the statement names the unknown table ${name}`);
  return table;
}
