import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { StatementRecordError } from "./errors.ts";
import { type CompiledPlan, formatCompiledPlan, parseCompiledPlan } from "../plan/compiled-plan.ts";
import type { StatementScript } from "./statement-script.ts";

/** One form of a statement, and the job that runs it. */
export interface StatementRun {
  readonly hash: string;
  readonly jobId: string;
  readonly script: StatementScript;
  /** Name of the file that holds its compiled plan. */
  readonly plan: string;
  /** What its job was started from; absent where it began with nothing, and once it has checkpoints of its own. */
  readonly startedFrom?: string;
}

/** What is remembered of a statement that was submitted: enough to go on with it, and to bring it back. */
export interface SubmittedStatement extends StatementRun {
  /**
   * The form that is to take its place. `stopping`: its job has not been submitted yet; `starting`: it may have been.
   * Written before each step, so that whoever finds it knows what may have happened. `allowLost`: state that it does not
   * ask for may be dropped.
   */
  readonly next?: StatementRun & {
    readonly phase: "stopping" | "starting";
    readonly allowLost: boolean;
  };
  /** It was stopped because its domain is gone; its savepoint waits for the domain to come back. */
  readonly isRetired?: true;
}

/** The statements that were submitted, in a file beside their state. */
export class StatementRecord {
  readonly #file: string;
  readonly #stateDir: string;
  readonly #plansDir: string;

  /**
   * @param stateDir the folder that holds Flink's checkpoints and savepoints
   * @param folder where the record itself is kept; default: beside the state
   */
  constructor(stateDir: string, folder = stateDir) {
    this.#stateDir = stateDir;
    this.#plansDir = join(folder, "plans");
    this.#file = join(folder, "statements.json");
  }

  /** @throws StatementRecordError when the file cannot be read or comes from another version */
  all(): Readonly<Record<string, SubmittedStatement>> {
    if (!existsSync(this.#file)) return {};
    let record: Record<string, SubmittedStatement>;
    try {
      record = JSON.parse(readFileSync(this.#file, "utf8")) as Record<string, SubmittedStatement>;
    } catch (error) {
      throw new StatementRecordError(this.#file, "it is not JSON", { cause: error });
    }
    const strange = Object.entries(record).find(([, { plan, script }]) => !plan || !script?.topics);
    if (strange !== undefined)
      throw new StatementRecordError(this.#file, `statement ${strange[0]} has no compiled plan in it`);
    return record;
  }

  find(name: string): SubmittedStatement | undefined {
    return this.all()[name];
  }

  put(name: string, statement: SubmittedStatement): void {
    this.#write({ ...this.all(), [name]: statement });
  }

  /** Forgets a statement; its state stays where it is. */
  remove(name: string): void {
    const { [name]: _, ...others } = this.all();
    this.#write(others);
  }

  /** Keeps a compiled plan and gives the name of its file. */
  keepPlan(name: string, plan: CompiledPlan): string {
    mkdirSync(this.#plansDir, { recursive: true });
    const file = `${name}-${randomBytes(6).toString("hex")}.json`;
    writeFileSync(join(this.#plansDir, file), formatCompiledPlan(plan));
    return file;
  }

  /** Where a plan's file stands. */
  planFile({ plan }: Pick<StatementRun, "plan">): string {
    return join(this.#plansDir, plan);
  }

  /** @throws StatementRecordError when its file is gone; CompiledPlanError */
  compiledPlan(run: Pick<StatementRun, "plan">): CompiledPlan {
    const file = this.planFile(run);
    if (!existsSync(file)) throw new StatementRecordError(this.#file, `the compiled plan ${file} is gone`);
    return parseCompiledPlan(readFileSync(file, "utf8"));
  }

  /** Removes the plans that no statement needs any more. */
  forgetPlans(): void {
    if (!existsSync(this.#plansDir)) return;
    const needed = new Set(Object.values(this.all()).flatMap(({ plan, next }) => [plan, next?.plan]));
    for (const file of readdirSync(this.#plansDir))
      if (!needed.has(file)) rmSync(join(this.#plansDir, file), { force: true });
  }

  /** An id for a job that no job had whose state is still here. */
  newJobId(): string {
    const id = randomBytes(16).toString("hex");
    return this.#savepointsOf(id).length === 0 ? id : this.newJobId();
  }

  /** Where a job can go on from: the newest of its complete savepoints and checkpoints, else what it was started from. */
  recoveryPath({ jobId, startedFrom }: Pick<StatementRun, "jobId" | "startedFrom">): string | undefined {
    const newest = [...this.#savepointsOf(jobId), ...this.#checkpointsOf(jobId)]
      .map((folder) => ({ folder, at: statSync(join(folder, "_metadata")).mtimeMs }))
      .toSorted((a, b) => b.at - a.at)[0];
    return newest === undefined ? startedFrom : `file://${newest.folder}`;
  }

  /** Whether the job ended with a savepoint: then nothing that it wrote is left uncommitted. */
  isStoppedCleanly(run: Pick<StatementRun, "jobId">): boolean {
    const path = this.recoveryPath(run);
    return path !== undefined && this.#savepointsOf(run.jobId).some((folder) => path === `file://${folder}`);
  }

  /** Whether the job has ever completed a checkpoint or a savepoint that is still here. */
  hasState({ jobId }: Pick<StatementRun, "jobId">): boolean {
    return this.recoveryPath({ jobId }) !== undefined;
  }

  #write(statements: Readonly<Record<string, SubmittedStatement>>): void {
    const temporary = `${this.#file}.new`;
    writeFileSync(temporary, `${JSON.stringify(statements, undefined, 2)}\n`);
    renameSync(temporary, this.#file);
  }

  /** Flink names a savepoint after the first six digits of its job's id: a crash may hide its path, but not the savepoint. */
  #savepointsOf(jobId: string): string[] {
    return completeFolders(join(this.#stateDir, "savepoints"), `savepoint-${jobId.slice(0, 6)}-`);
  }

  #checkpointsOf(jobId: string): string[] {
    return completeFolders(join(this.#stateDir, "checkpoints", jobId), "chk-");
  }
}

function completeFolders(parent: string, prefix: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, "_metadata")));
}
