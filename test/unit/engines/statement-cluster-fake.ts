import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CompiledPlan } from "../../../packages/engines/src/plan/compiled-plan.ts";
import type {
  JobSubmission,
  StatementCluster,
} from "../../../packages/engines/src/apply/statement-cluster.ts";

interface FakeJob {
  readonly submission: JobSubmission;
  state: "active" | "ended";
}

/** A cluster in memory that keeps its savepoints and checkpoints as folders, and can die with its caller at any step. */
export class FakeCluster implements StatementCluster {
  readonly jobs = new Map<string, FakeJob>();
  /** Every step that changed something, in order. */
  readonly steps: string[] = [];
  /** Job names whose jobs fail before their first checkpoint. */
  readonly broken = new Set<string>();
  /** Job names whose jobs the cluster does not accept. */
  readonly refused = new Set<string>();
  compiled: CompiledPlan = { flinkVersion: "2.2", nodes: [], edges: [] };
  readonly #stateDir: string;
  #stepsLeft = Number.POSITIVE_INFINITY;

  constructor(stateDir: string) {
    this.#stateDir = stateDir;
  }

  /** From now on the caller is dead after `steps` more steps: what it waits for never comes. */
  dieAfter(steps: number): void {
    this.#stepsLeft = steps;
  }

  /** Forgets every job, as a JobManager that was started again does. */
  restart(): void {
    this.jobs.clear();
  }

  get active(): readonly JobSubmission[] {
    return [...this.jobs.values()]
      .filter(({ state }) => state === "active")
      .map(({ submission }) => submission);
  }

  async open() {
    return {
      compile: async () => this.compiled,
      run: async (submission: JobSubmission) => {
        if (this.refused.has(submission.jobName)) throw new Error("no such table connector");
        await this.#step(`run ${submission.jobName}`, () => {
          if (!this.jobs.has(submission.jobId))
            this.jobs.set(submission.jobId, { submission, state: "active" });
        });
      },
      [Symbol.asyncDispose]: async () => undefined,
    };
  }

  async jobState(jobId: string) {
    return this.jobs.get(jobId)?.state ?? "unknown";
  }

  async untilRunning(jobId: string): Promise<void> {
    await this.#step(`run until running`, () => this.checkpoint(jobId));
  }

  async untilCheckpointed(jobId: string): Promise<void> {
    const job = this.jobs.get(jobId);
    if (job === undefined || job.state === "ended" || this.broken.has(job.submission.jobName))
      throw new Error("the job failed: division by zero");
    await this.#step("run until checkpointed", () => this.checkpoint(jobId));
  }

  async stop(jobId: string): Promise<void> {
    await this.#step("stop", () => {
      this.#end(jobId);
      this.#snapshot(join("savepoints", `savepoint-${jobId.slice(0, 6)}-0123456789ab`));
    });
  }

  async cancel(jobId: string): Promise<void> {
    await this.#step("cancel", () => this.#end(jobId));
  }

  async dispose(path: string): Promise<void> {
    await this.#step(`dispose ${path}`, () => undefined);
  }

  checkpoint(jobId: string): void {
    this.#snapshot(join("checkpoints", jobId, "chk-1"));
  }

  #end(jobId: string): void {
    const job = this.jobs.get(jobId);
    if (job?.state !== "active") throw new Error(`job ${jobId} does not run`);
    job.state = "ended";
  }

  #snapshot(folder: string): void {
    mkdirSync(join(this.#stateDir, folder), { recursive: true });
    writeFileSync(join(this.#stateDir, folder, "_metadata"), "");
  }

  async #step(what: string, take: () => void): Promise<void> {
    await this.#dieIfDue();
    take();
    this.steps.push(what);
    this.#stepsLeft -= 0.5;
    await this.#dieIfDue();
    this.#stepsLeft -= 0.5;
  }

  async #dieIfDue(): Promise<void> {
    if (this.#stepsLeft > 0) return;
    this.onDeath();
    await new Promise(() => undefined);
  }

  /** Told when the caller has died. */
  onDeath: () => void = () => undefined;
}
