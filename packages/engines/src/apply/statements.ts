import { locateInStatementSet, type Plan, type StatementPlan } from "@millrace/domain";
import type { CompiledPlan } from "../plan/compiled-plan.ts";
import { withHorizons } from "../plan/horizons.ts";
import { type ComparedPlan, comparePlans } from "../plan/statement-difference.ts";
import type { Change } from "./change.ts";
import { type FlinkAccess, flinkStatements } from "./flink-statements.ts";
import type { StatementSession } from "./statement-cluster.ts";
import type { StatementRecord, SubmittedStatement } from "./statement-record.ts";
import { type StatementForm, type StatementPlace, StatementRunner } from "./statement-runner.ts";
import { type StatementScript, statementScript } from "./statement-script.ts";

/** Where statements are submitted and remembered. */
export interface StatementTarget extends FlinkAccess {
  readonly record: StatementRecord;
}

/**
 * What becomes of state that an edited statement cannot take over. `keep`: nothing is lost; the statement goes on as it
 * was. `lose`: its parts begin with what comes after the change. `replay`: the whole statement begins again with the
 * earliest records of its topics.
 */
export type StateChoice = "keep" | "lose" | "replay";

/** How a statement of the plan differs from the one that is remembered. */
export interface StatementDifference {
  readonly name: string;
  /** `unchanged` also where its job has to be resumed. */
  readonly action: "create" | "change" | "unchanged";
  readonly isRunning: boolean;
  /** Absent where nothing changes. */
  readonly compared?: ComparedPlan;
}

/** A statement whose tables are declared and whose plan is made where it has changed, so that starting it is quick. */
export interface PreparedStatement extends AsyncDisposable {
  readonly name: string;
  /** Compares it with what is remembered. */
  compare(): Promise<StatementDifference>;
  /**
   * Brings the statement to run. Default for the choice: `keep`.
   * @throws StatementReplaceError, FlinkStatementError, FlinkJobError
   */
  start(choice?: StateChoice): Promise<Change>;
}

/** The place of statements on a real cluster. */
export function statementPlace(target: StatementTarget): StatementPlace {
  return { cluster: flinkStatements(target), record: target.record };
}

/**
 * Opens a session for the statement and compiles it where it has changed. This needs the gateway alone, so it can be done
 * while other engines are still starting.
 */
export async function prepareStatement(
  target: StatementTarget,
  plan: Plan,
  statement: StatementPlan,
): Promise<PreparedStatement> {
  const prepared = new Preparation(statementPlace(target), statement, statementScript(plan, statement));
  try {
    await prepared.warmUp();
  } catch (error) {
    await prepared[Symbol.asyncDispose]();
    throw error;
  }
  return prepared;
}

/** One statement of a plan on its way into a cluster. */
export class Preparation implements PreparedStatement {
  readonly #place: StatementPlace;
  readonly #statement: StatementPlan;
  readonly #script: StatementScript;
  readonly #runner: StatementRunner;
  #session: Promise<StatementSession> | undefined;
  #compiled: Promise<CompiledPlan> | undefined;

  constructor(place: StatementPlace, statement: StatementPlan, script: StatementScript) {
    this.#place = place;
    this.#statement = statement;
    this.#script = script;
    this.#runner = new StatementRunner(statement.name, place);
  }

  get name(): string {
    return this.#statement.name;
  }

  /** Does beforehand what can be done without a TaskManager. */
  async warmUp(): Promise<void> {
    await this.#open();
    if (!this.#isSame(this.#remembered())) await this.#compile();
  }

  async compare(): Promise<StatementDifference> {
    const submitted = this.#remembered();
    const { name } = this.#statement;
    if (submitted === undefined)
      return { name, action: "create", isRunning: false, compared: await this.#compare(submitted) };
    const isRunning = await this.#isActive(submitted);
    if (this.#isSame(submitted)) return { name, action: "unchanged", isRunning };
    return { name, action: "change", isRunning, compared: await this.#compare(submitted) };
  }

  async start(choice: StateChoice = "keep"): Promise<Change> {
    const submitted = await this.#runner.settle();
    const change = (action: Change["action"], compared?: ComparedPlan): Change => ({
      kind: "statement",
      name: this.#statement.name,
      action,
      ...(compared === undefined ? {} : { state: compared.state }),
    });
    if (submitted === undefined) {
      await this.#runner.create(await this.#form(undefined), await this.#open());
      return change("created");
    }
    if (this.#isSame(submitted) && choice !== "replay") return change(await this.#runner.resume());
    const compared = await this.#compare(submitted);
    if (compared.losesState && choice === "keep") {
      await this.#runner.resume();
      return change("kept", compared);
    }
    await this.#runner.replace(await this.#form(compared), {
      startFrom: choice === "replay" ? "earliest" : "state",
      allowLost: compared.leavesState,
    });
    return change("updated", compared);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const session = await this.#session?.catch(() => undefined);
    await session?.[Symbol.asyncDispose]();
  }

  #remembered(): SubmittedStatement | undefined {
    return this.#place.record.find(this.#statement.name);
  }

  #isSame(submitted: SubmittedStatement | undefined): boolean {
    return submitted?.hash === this.#statement.hash;
  }

  #open(): Promise<StatementSession> {
    this.#session ??= this.#place.cluster.open(this.#script);
    return this.#session;
  }

  #compile(): Promise<CompiledPlan> {
    this.#compiled ??= this.#open()
      .then((session) =>
        session.compile((position) => locateInStatementSet(this.#statement, position) ?? position),
      )
      .then((plan) => withHorizons(plan, this.#script.horizons ?? {}));
    return this.#compiled;
  }

  async #compare(submitted: SubmittedStatement | undefined): Promise<ComparedPlan> {
    const after = { plan: await this.#compile(), topics: this.#script.topics };
    const { record } = this.#place;
    // A form that never ran, or never came to a checkpoint, has nothing that could be kept or lost.
    const hasState =
      submitted !== undefined && (record.hasState(submitted) || (await this.#isActive(submitted)));
    if (!hasState) return comparePlans(undefined, after);
    return comparePlans({ plan: record.compiledPlan(submitted), topics: submitted.script.topics }, after);
  }

  async #isActive({ jobId }: SubmittedStatement): Promise<boolean> {
    return (await this.#place.cluster.jobState(jobId)) === "active";
  }

  async #form(compared: ComparedPlan | undefined): Promise<StatementForm> {
    const { plan } = compared ?? (await this.#compare(undefined));
    const { name, hash } = this.#statement;
    return { hash, script: this.#script, plan: this.#place.record.keepPlan(name, plan) };
  }
}

/** Brings every remembered statement to run that does not, as it was when it ran last. */
export async function resumeStatements(target: StatementTarget): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const [name, { isRetired }] of Object.entries(target.record.all()))
    if (!isRetired) changes.push(await resumeStatement(target, name));
  return changes;
}

/** Brings replacements that were interrupted to their end, or takes them back. */
export async function settleStatements(target: StatementTarget): Promise<void> {
  const place = statementPlace(target);
  for (const name of Object.keys(place.record.all())) await new StatementRunner(name, place).settle();
}

/** Brings a remembered statement to run, as it was when it ran last. */
export async function resumeStatement(target: StatementTarget, name: string): Promise<Change> {
  const runner = new StatementRunner(name, statementPlace(target));
  return { kind: "statement", name, action: await runner.resume() };
}

/** Stops a statement whose domain is gone; should the domain come back, it goes on from there. */
export async function retireStatement(target: StatementTarget, name: string): Promise<Change> {
  await new StatementRunner(name, statementPlace(target)).retire();
  return { kind: "statement", name, action: "removed" };
}

/** Stops every job of the record with a savepoint, from which the next start goes on. Gives the statements' names. */
export async function stopStatements(target: StatementTarget): Promise<string[]> {
  const { cluster, record } = statementPlace(target);
  const stopped = await Promise.all(
    Object.entries(record.all()).flatMap(([name, { jobId, next }]) =>
      [jobId, ...(next === undefined ? [] : [next.jobId])].map(async (id) => {
        if ((await cluster.jobState(id)) !== "active") return [];
        await cluster.stop(id);
        return [name];
      }),
    ),
  );
  return stopped.flat();
}
