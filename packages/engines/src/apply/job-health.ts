import { setTimeout as delay } from "node:timers/promises";
import { FlinkJobError, type JobManager, type JobSummary } from "@millrace/flink";
import { StatementStartTimeoutError } from "./errors.ts";

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
    if (["FAILED", "CANCELED", "FINISHED"].includes(job.state)) throw await failureOf(jobManager, job);
    if ((await jobManager.checkpoints(jobId)).counts.completed > 0) return;
    if ((await jobManager.exceptions(jobId)).length > 0) throw await failureOf(jobManager, job);
    if (performance.now() > deadline)
      throw new StatementStartTimeoutError(job.name, { jobId, state: job.state, timeoutMs: startTimeoutMs });
    await delay(pauseMs);
  }
}

async function failureOf(jobManager: JobManager, { id, name, state }: JobSummary): Promise<FlinkJobError> {
  const [failure] = await jobManager.exceptions(id);
  return new FlinkJobError(id, name, state, failure?.chain ?? []);
}
