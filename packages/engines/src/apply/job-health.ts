import { setTimeout as delay } from "node:timers/promises";
import { FlinkJobError, type JobManager } from "@millrace/flink";
import { StatementStartTimeoutError } from "../errors.ts";

const startTimeoutMs = 60_000;
const pauseMs = 100;

/**
 * Waits until a job has completed a checkpoint of its own: then its tasks have taken over their state and written their
 * first transactions. Jobs are restarted for ever, so one that cannot start never ends: its first failure counts.
 *
 * @throws FlinkJobError with the root cause of the failure; StatementStartTimeoutError after a minute
 */
export async function untilCheckpointed(jobManager: JobManager, jobId: string): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    const job = await jobManager.job(jobId);
    const [failure] = await jobManager.exceptions(jobId);
    if (failure !== undefined) throw new FlinkJobError(jobId, job.name, job.state, failure.chain);
    if (["FAILED", "CANCELED", "FINISHED"].includes(job.state))
      throw new FlinkJobError(jobId, job.name, job.state, []);
    if ((await jobManager.checkpoints(jobId)).counts.completed > 0) return;
    if (performance.now() > deadline)
      throw new StatementStartTimeoutError(job.name, { jobId, state: job.state, timeoutMs: startTimeoutMs });
    await delay(pauseMs);
  }
}
