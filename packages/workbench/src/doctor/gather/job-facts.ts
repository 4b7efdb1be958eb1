import { setTimeout as delay } from "node:timers/promises";
import { describeCause, FlinkJobNotFoundError, type JobManager } from "@millrace/flink";
import type { JobFacts } from "../facts.ts";
import { readSplits } from "./split-metrics.ts";

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
export async function gatherJob(jobManager: JobManager, jobId: string, settleMs: number): Promise<JobFacts> {
  try {
    const { state, startedAt, vertices } = await jobManager.job(jobId);
    await jobManager.watermarks(jobId);
    await delay(settleMs);
    const [failures, checkpoints, watermarks, metrics, splits] = await Promise.all([
      jobManager.exceptions(jobId),
      jobManager.checkpoints(jobId),
      jobManager.watermarks(jobId),
      jobManager.metrics(jobId, ["numRestarts"]),
      Promise.all(vertices.map(({ id }) => readSplits(jobManager, jobId, id))),
    ]);
    return {
      state,
      startedAt,
      restarts: Number(metrics.get("numRestarts") ?? 0),
      failures: failures.map(({ at, rootCause, task }) => ({ at, cause: describeCause(rootCause), task })),
      checkpoints,
      watermarks: watermarks
        .filter(({ subtasks }) => subtasks.length > 0)
        .map(({ vertexName, lowest }) => ({ vertex: vertexName, lowest })),
      splits: splits.flat(),
    };
  } catch (error) {
    if (error instanceof FlinkJobNotFoundError) return noJob;
    throw error;
  }
}
