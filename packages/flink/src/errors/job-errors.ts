import { describeCause, type FlinkCause, innermostCause } from "./error-chain.ts";
import { FlinkError } from "./flink-error.ts";

const NOT_STARTED = " Wait until every subtask runs: JobManager.waitUntilRunning.";

/** A job ended in another way than was waited for. */
export class FlinkJobError extends FlinkError {
  readonly code = "job-failed";
  readonly jobId: string;
  readonly state: string;
  readonly chain: readonly FlinkCause[];

  constructor(jobId: string, name: string, state: string, chain: readonly FlinkCause[]) {
    const root = innermostCause(chain);
    super(
      `Job ${jobId} (${name}) is ${state}${root ? `: ${describeCause(root)}` : " and will not reach the state waited for"}.`,
    );
    this.jobId = jobId;
    this.state = state;
    this.chain = chain;
  }
}

/** The JobManager knows no such job. */
export class FlinkJobNotFoundError extends FlinkError {
  readonly code = "job-not-found";
  readonly jobId: string;

  constructor(jobId: string, url: string) {
    super(
      `The JobManager at ${url} knows no job ${jobId}. It ended long ago, the cluster was restarted, or the job runs on another cluster.`,
    );
    this.jobId = jobId;
  }
}

/** A savepoint was not made, or not disposed of. */
export class FlinkSavepointError extends FlinkError {
  readonly code = "savepoint-failed";
  readonly jobId: string | undefined;
  readonly chain: readonly FlinkCause[];

  constructor(action: string, chain: readonly FlinkCause[], jobId?: string) {
    const root = innermostCause(chain);
    const advice = root?.message.includes("Not all required tasks are currently running") ? NOT_STARTED : "";
    super(`Could not ${action}: ${root ? describeCause(root) : "no reason given"}${advice}`);
    this.jobId = jobId;
    this.chain = chain;
  }
}
