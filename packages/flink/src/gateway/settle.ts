import type { Clock } from "../clock.ts";
import { FlinkTimeoutError } from "../errors/connection-errors.ts";
import { FlinkError } from "../errors/flink-error.ts";
import type { JobManager } from "../jobs/job-manager.ts";
import { type Look, waitUntil } from "../wait.ts";

/** How long a query is given to start when nobody can tell whether it has. */
const START_MS = 3_000;
/** Tasks wait for slots as long as they like; a query is not kept for longer than this. */
const LIMIT_MS = 10_000;

const STARTING: ReadonlySet<string> = new Set(["CREATED", "SCHEDULED", "DEPLOYING", "INITIALIZING"]);

/** A query that is about to be ended. */
export interface StartedQuery {
  readonly jobId: string;
  /** When it was submitted, by the client's clock. */
  readonly submittedAt: number;
}

/**
 * Waits until a query can be ended without harm. Flink 2.2.0 has a fault: ending a query whose tasks are being initialized throws
 * inside `CollectSinkFunction`, which the TaskManager takes as fatal, and exits, with every other job on it. A query that has
 * sent a row is past that point. For others the JobManager says; without one, time has to do.
 */
export async function settle(
  clock: Clock,
  jobManager: JobManager | undefined,
  { jobId, submittedAt }: StartedQuery,
  signal?: AbortSignal,
): Promise<void> {
  if (jobManager === undefined) {
    await clock.sleep(Math.max(0, submittedAt + START_MS - clock.now()), signal);
    return;
  }
  const look = async (): Promise<Look<void>> => {
    const { vertices } = await jobManager.job(jobId, { signal });
    const isStarting = vertices.some(({ subtaskStates }) =>
      Object.keys(subtaskStates).some((state) => STARTING.has(state)),
    );
    return isStarting ? { waitingFor: "tasks that start" } : { done: undefined };
  };
  try {
    await waitUntil(clock, `job ${jobId} to have started`, look, { timeoutMs: LIMIT_MS, signal });
  } catch (error) {
    // Whatever the JobManager cannot tell must not keep the query from being ended.
    if (!(error instanceof FlinkError)) throw error;
    if (!(error instanceof FlinkTimeoutError)) await settle(clock, undefined, { jobId, submittedAt }, signal);
  }
}
