import { parseErrorChain } from "../errors/error-chain.ts";
import { FlinkRefusedError } from "../errors/connection-errors.ts";
import { FlinkSavepointError } from "../errors/job-errors.ts";
import { type Look, type WaitOptions, waitUntil } from "../wait.ts";
import type { OperationAnswer } from "./job-answers.ts";
import type { JobApi } from "./job-api.ts";

/** How a savepoint is made. */
export interface SavepointOptions extends WaitOptions {
  /** Where it is written; default: the cluster's `execution.checkpointing.savepoint-dir`. */
  readonly directory?: string;
  /** `CANONICAL` (default) can change the state backend, `NATIVE` is quicker. */
  readonly format?: "CANONICAL" | "NATIVE";
}

/** How a job is stopped. */
export interface StopOptions extends WaitOptions {
  /** Where the savepoint is written; default: the cluster's `execution.checkpointing.savepoint-dir`. */
  readonly directory?: string;
  /** Whether the watermark is moved to the end first, so that every window fires; default false. */
  readonly drain?: boolean;
}

/** Stops the job with a savepoint and returns the savepoint's path. */
export async function stopWithSavepoint(api: JobApi, jobId: string, options: StopOptions): Promise<string> {
  const { directory, drain = false } = options;
  const body = {
    triggerId: newTriggerId(),
    drain,
    ...(directory === undefined ? {} : { targetDirectory: directory }),
  };
  const action = `stop job ${jobId} with a savepoint`;
  return savepointPath(api, action, jobId, () => api.stop(jobId, body, options), options);
}

/** Makes a savepoint of a running job and returns its path. */
export async function makeSavepoint(api: JobApi, jobId: string, options: SavepointOptions): Promise<string> {
  const { directory, format = "CANONICAL" } = options;
  const target = directory === undefined ? {} : { "target-directory": directory };
  const body = { triggerId: newTriggerId(), "cancel-job": false, formatType: format, ...target };
  const action = `make a savepoint of job ${jobId}`;
  return savepointPath(api, action, jobId, () => api.savepoint(jobId, body, options), options);
}

/** Deletes a savepoint's files. */
export async function disposeSavepoint(api: JobApi, path: string, options: WaitOptions): Promise<void> {
  const action = `dispose of savepoint ${path}`;
  const { "request-id": request } = await api.disposeSavepoint(path, options);
  await outcome(api, action, () => api.disposalStatus(request, options), options);
}

async function savepointPath(
  api: JobApi,
  action: string,
  jobId: string,
  trigger: () => Promise<{ readonly "request-id": string }>,
  options: WaitOptions,
): Promise<string> {
  const { "request-id": request } = await trigger().catch((error: unknown) => {
    if (error instanceof FlinkRefusedError) throw new FlinkSavepointError(action, error.chain, jobId);
    throw error;
  });
  const ask = () => api.savepointStatus(jobId, request, options);
  const location = (await outcome(api, action, ask, options, jobId)).operation?.location;
  if (location !== undefined) return location;
  throw new FlinkSavepointError(action, [{ className: "", message: "the JobManager named no path" }], jobId);
}

/** Waits until an asynchronous operation is over. @throws FlinkSavepointError when it failed */
async function outcome(
  api: JobApi,
  action: string,
  ask: () => Promise<OperationAnswer>,
  options: WaitOptions,
  jobId?: string,
): Promise<OperationAnswer> {
  const look = async (): Promise<Look<OperationAnswer>> => {
    const answer = await ask();
    return answer.status.id === "COMPLETED" ? { done: answer } : { waitingFor: answer.status.id };
  };
  const answer = await waitUntil(api.http.clock, `the JobManager to ${action}`, look, options);
  const failure = answer.operation?.["failure-cause"];
  if (failure === undefined) return answer;
  throw new FlinkSavepointError(action, parseErrorChain(failure["stack-trace"] || failure.class), jobId);
}

/** The JobManager takes a trigger with an id that it knows for the same one, so that sending it again is safe. */
function newTriggerId(): string {
  return globalThis.crypto.randomUUID().replaceAll("-", "");
}
