import { setTimeout as delay } from "node:timers/promises";
import { describeCause, FlinkJobNotFoundError, type JobManager } from "@millrace/flink";
import type { JobFacts } from "../facts.ts";
import { readSplits } from "./split-metrics.ts";

/** Of hundreds, the newest say enough. */
const keptCheckpoints = 5;

const noJob: JobFacts = {
  state: undefined,
  startedAt: undefined,
  restarts: 0,
  failures: [],
  checkpoints: undefined,
  watermarks: [],
  splits: [],
};

/**
 * Looks at a job. The JobManager fetches its TaskManagers' metrics only when somebody asks, and answers that first question
 * with what it had: so it is asked twice, `settleMs` apart.
 */
export async function gatherJob(
  jobManager: JobManager,
  jobId: string,
  { settleMs, signal }: { readonly settleMs: number; readonly signal: AbortSignal },
): Promise<JobFacts> {
  const options = { signal };
  try {
    const { state, startedAt, vertices } = await jobManager.job(jobId, options);
    await jobManager.watermarks(jobId, options);
    await delay(settleMs);
    const [failures, checkpoints, watermarks, metrics, splits] = await Promise.all([
      jobManager.exceptions(jobId, options),
      jobManager.checkpoints(jobId, options),
      jobManager.watermarks(jobId, options),
      jobManager.metrics(jobId, ["numRestarts"], options),
      Promise.all(vertices.map(({ id }) => readSplits(jobManager, jobId, { vertexId: id, signal }))),
    ]);
    return {
      state,
      startedAt,
      restarts: Number(metrics.get("numRestarts") ?? 0),
      failures: failures.map(({ at, rootCause, task }) => ({ at, cause: describeCause(rootCause), task })),
      checkpoints: { ...checkpoints, history: checkpoints.history.slice(0, keptCheckpoints) },
      watermarks: watermarks
        .filter(({ subtasks }) => subtasks.length > 0)
        .map(({ vertexName, lowest, subtasks }) => ({
          vertex: vertexName,
          lowest,
          subtasks: subtasks.map(({ watermark }) => watermark),
        })),
      splits: splits.flat(),
    };
  } catch (error) {
    if (error instanceof FlinkJobNotFoundError) return noJob;
    throw error;
  }
}
