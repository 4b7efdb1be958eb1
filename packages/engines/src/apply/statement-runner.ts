import { StatementLostError, StatementReplaceError } from "./errors.ts";
import type { StatementCluster, StatementSession } from "./statement-cluster.ts";
import type { StatementRecord, StatementRun, SubmittedStatement } from "./statement-record.ts";
import { jobNameOf } from "./statement-script.ts";

/** Where statements run and are remembered. */
export interface StatementPlace {
  readonly cluster: StatementCluster;
  readonly record: StatementRecord;
}

/** A form of a statement that is to run: the file of its compiled plan is already kept. */
export type StatementForm = Pick<StatementRun, "hash" | "script" | "plan">;

/** How a form takes the place of the one that runs. */
export interface ReplaceOptions {
  /** `state`: from a savepoint of the one that runs; `earliest`: without state, from the earliest record of its topics. */
  readonly startFrom: "state" | "earliest";
  /** Whether state that the new form does not ask for may be dropped. */
  readonly allowLost: boolean;
}

/**
 * Runs one statement. Every step is written down before it is taken and can be taken again, so that whoever comes after a
 * crash, at whatever point it was, goes on from the record and no job is started twice.
 */
export class StatementRunner {
  readonly #name: string;
  readonly #cluster: StatementCluster;
  readonly #record: StatementRecord;

  constructor(name: string, { cluster, record }: StatementPlace) {
    this.#name = name;
    this.#cluster = cluster;
    this.#record = record;
  }

  /** Runs a statement for the first time. */
  async create(form: StatementForm, session: StatementSession): Promise<void> {
    const run = { ...form, jobId: this.#record.newJobId() };
    this.#record.put(this.#name, run);
    try {
      await this.#submit(run, { session });
    } catch (error) {
      // A form that was never accepted is nothing to go on with.
      if ((await this.#cluster.jobState(run.jobId)) === "unknown") this.#record.remove(this.#name);
      throw error;
    }
    await this.#cluster.untilRunning(run.jobId);
  }

  /** Brings the remembered form to run where it does not. Gives whether there was something to do. */
  async resume(): Promise<"resumed" | "unchanged"> {
    const submitted = await this.settle();
    if (submitted === undefined) return "unchanged";
    if ((await this.#cluster.jobState(submitted.jobId)) === "active") {
      if (submitted.isRetired) this.#record.put(this.#name, withoutRetirement(submitted));
      return "unchanged";
    }
    const run = await this.#runAgain(submitted);
    this.#record.put(this.#name, run);
    await this.#submit(run, { claim: true });
    await this.#cluster.untilRunning(run.jobId);
    return "resumed";
  }

  /** Puts another form in the place of the remembered one. @throws StatementReplaceError when the old one runs again, StatementLostError when neither does */
  async replace(form: StatementForm, options: ReplaceOptions): Promise<void> {
    const submitted = await this.settle();
    if (submitted === undefined) throw new Error(`statement ${this.#name} has never run`);
    await this.#commitCut(submitted);
    const current = withoutRetirement(this.#record.find(this.#name) ?? submitted);
    const { startFrom, allowLost } = options;
    const next = { ...form, jobId: this.#record.newJobId(), phase: "stopping" as const, allowLost };
    this.#record.put(this.#name, { ...current, next });
    if ((await this.#cluster.jobState(current.jobId)) === "active") await this.#cluster.stop(current.jobId);
    const savepoint = this.#record.recoveryPath(current);
    const started = {
      ...next,
      phase: "starting" as const,
      ...(startFrom === "earliest" || savepoint === undefined ? {} : { startedFrom: savepoint }),
    };
    this.#record.put(this.#name, { ...current, next: started });
    await this.#finish({ ...current, next: started });
  }

  /** Stops a statement whose domain is gone or left out; should the domain come back, it goes on from its savepoint. */
  async retire(): Promise<void> {
    const found = await this.settle();
    if (found === undefined) return;
    if (found.isRetired !== true) await this.#commitCut(found);
    const submitted = this.#record.find(this.#name) ?? found;
    this.#record.put(this.#name, { ...submitted, isRetired: true });
    if ((await this.#cluster.jobState(submitted.jobId)) === "active")
      await this.#cluster.stop(submitted.jobId);
  }

  /** What a crash left uncommitted is committed by the form that wrote it. */
  async #commitCut(submitted: SubmittedStatement): Promise<void> {
    const isCut =
      this.#record.recoveryPath(submitted) !== undefined && !this.#record.isStoppedCleanly(submitted);
    if (isCut && (await this.#cluster.jobState(submitted.jobId)) !== "active") await this.resume();
  }

  /** Brings a replacement that was interrupted to its end, or takes it back. Gives what is remembered then. */
  async settle(): Promise<SubmittedStatement | undefined> {
    const submitted = this.#record.find(this.#name);
    if (submitted?.next === undefined) return submitted;
    if (submitted.next.phase === "stopping") {
      const { next: _, ...before } = submitted;
      this.#record.put(this.#name, before);
      return before;
    }
    await this.#finish(submitted);
    return this.#record.find(this.#name);
  }

  async #finish(submitted: SubmittedStatement): Promise<void> {
    const { next, ...before } = submitted;
    if (next === undefined) return;
    try {
      const state = await this.#cluster.jobState(next.jobId);
      // With a checkpoint of its own it has taken over, even where the cluster has forgotten it since.
      const hasTakenOver = state !== "active" && this.#record.hasState(next);
      if (state === "unknown" && !hasTakenOver) await this.#submit(next, { allowLost: next.allowLost });
      if (!hasTakenOver) await this.#cluster.untilCheckpointed(next.jobId);
    } catch (error) {
      const facts = { savepoint: next.startedFrom, cause: error };
      await this.#bringBack(before, next).catch((second: unknown) => {
        const state = this.#record.recoveryPath(before);
        throw new StatementLostError(this.#name, { ...facts, state, second });
      });
      throw new StatementReplaceError(this.#name, facts);
    }
    const { phase: _phase, allowLost: _allowLost, startedFrom, ...committed } = next;
    this.#record.put(this.#name, committed);
    this.#record.forgetPlans();
    if (startedFrom !== undefined) await this.#cluster.dispose(startedFrom).catch(() => undefined);
  }

  /** Runs the form before again, from where it was stopped. */
  async #bringBack(before: StatementRun, failed: StatementRun): Promise<void> {
    if ((await this.#cluster.jobState(failed.jobId)) === "active") await this.#cluster.cancel(failed.jobId);
    const run = await this.#runAgain(before);
    this.#record.put(this.#name, run);
    await this.#submit(run, { claim: true });
    await this.#cluster.untilRunning(run.jobId);
  }

  /** The same form with what it goes on from, under another job id where the one it has was used. */
  async #runAgain(submitted: StatementRun): Promise<StatementRun> {
    const { hash, script, plan, jobId } = submitted;
    const startedFrom = this.#record.recoveryPath(submitted);
    const isUsed = this.#record.hasState(submitted) || (await this.#cluster.jobState(jobId)) === "ended";
    return {
      hash,
      script,
      plan,
      jobId: isUsed ? this.#record.newJobId() : jobId,
      ...(startedFrom === undefined ? {} : { startedFrom }),
    };
  }

  async #submit(
    run: StatementRun,
    options: { readonly session?: StatementSession; readonly claim?: boolean; readonly allowLost?: boolean },
  ): Promise<void> {
    const submission = {
      jobId: run.jobId,
      jobName: jobNameOf({ name: this.#name, hash: run.hash }),
      planFile: this.#record.planFile(run),
      origin:
        run.startedFrom === undefined
          ? undefined
          : { path: run.startedFrom, claim: options.claim ?? false, allowLost: options.allowLost ?? false },
    };
    if (options.session !== undefined) return options.session.run(submission);
    await using session = await this.#cluster.open(run.script);
    await session.run(submission);
  }
}

function withoutRetirement({ isRetired: _, ...submitted }: SubmittedStatement): SubmittedStatement {
  return submitted;
}
