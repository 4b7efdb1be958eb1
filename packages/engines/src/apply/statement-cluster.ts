import type { LocateSql } from "@millrace/flink";
import type { CompiledPlan } from "../plan/compiled-plan.ts";
import type { StatementScript } from "./statement-script.ts";

/** What a job goes on from. */
export interface StateOrigin {
  /** A savepoint or a retained checkpoint. */
  readonly path: string;
  /**
   * Whether Flink takes the files over and removes them when they are no longer needed. Otherwise they stay as they are,
   * so that another job can start from them too.
   */
  readonly claim: boolean;
  /** Whether state that no operator of the plan asks for may be dropped. */
  readonly allowLost: boolean;
}

/** A job to be started. */
export interface JobSubmission {
  /** Chosen by us: the same job submitted twice runs once. */
  readonly jobId: string;
  readonly jobName: string;
  /** The file that holds its compiled plan, as the gateway reads it. */
  readonly planFile: string;
  readonly origin: StateOrigin | undefined;
}

/** A session in which a statement's tables are declared. */
export interface StatementSession extends AsyncDisposable {
  /** @throws FlinkStatementError with the place in the user's file */
  compile(locate: LocateSql): Promise<CompiledPlan>;
  /** Starts the job and resolves when the cluster has it. A job that it has already is left alone. */
  run(submission: JobSubmission): Promise<void>;
}

/** What statements need of a Flink cluster. */
export interface StatementCluster {
  open(script: StatementScript): Promise<StatementSession>;
  /** `ended`: it failed, finished or was cancelled; `unknown`: the cluster has never had it, or was started anew. */
  jobState(jobId: string): Promise<"active" | "ended" | "unknown">;
  /** Waits until every task runs, however often it is restarted before. @throws FlinkJobError when the job ends first */
  untilRunning(jobId: string): Promise<void>;
  /** Waits until the job has completed a checkpoint of its own. @throws FlinkJobError when it fails before */
  untilCheckpointed(jobId: string): Promise<void>;
  /**
   * Stops the job with a savepoint. One that fails again and again can make none: it is cancelled and has its last
   * checkpoint. Resolves when it has ended.
   */
  stop(jobId: string): Promise<void>;
  /** Ends the job; nothing is kept of it but its last checkpoint. Resolves when it has ended. */
  cancel(jobId: string): Promise<void>;
  /** Removes a savepoint that nothing goes on from any more. */
  dispose(path: string): Promise<void>;
}
