import { FlinkRefusedError } from "../errors/connection-errors.ts";
import { FlinkJobError } from "../errors/job-errors.ts";
import { type ConnectionOptions, HttpClient } from "../http/http-client.ts";
import type { CallOptions } from "../sql/statement.ts";
import { isNotReady, type Look, type WaitOptions, waitUntil } from "../wait.ts";
import {
  type Checkpoints,
  type ClusterOverview,
  type JobDetail,
  type JobFailure,
  type JobSummary,
  toCheckpoints,
  toFailure,
  toSummary,
  type VertexPressure,
  type VertexWatermarks,
} from "./job.ts";
import { JobApi } from "./job-api.ts";
import type { JobState } from "./job-answers.ts";
import {
  disposeSavepoint,
  makeSavepoint,
  type SavepointOptions,
  stopWithSavepoint,
  type StopOptions,
} from "./savepoints.ts";

/** How long readiness is waited for, and what it takes. */
export interface ClusterReadyOptions extends WaitOptions {
  /** Free or taken slots that must be there; default 1. */
  readonly slots?: number;
}

const ENDED: ReadonlySet<JobState> = new Set(["FAILED", "CANCELED", "FINISHED"]);

/** The REST interface of a Flink cluster: what runs there, how it does, and how to stop it. */
export class JobManager {
  readonly url: string;
  readonly #api: JobApi;
  readonly #http: HttpClient;

  constructor(options: ConnectionOptions) {
    this.#http = new HttpClient("JobManager", options);
    this.url = this.#http.url;
    this.#api = new JobApi(this.#http);
  }

  async overview(options: CallOptions = {}): Promise<ClusterOverview> {
    const wire = await this.#api.overview(options);
    return {
      flinkVersion: wire["flink-version"],
      taskManagers: wire.taskmanagers,
      slotsTotal: wire["slots-total"],
      slotsAvailable: wire["slots-available"],
      jobsRunning: wire["jobs-running"],
      jobsFinished: wire["jobs-finished"],
      jobsCanceled: wire["jobs-cancelled"],
      jobsFailed: wire["jobs-failed"],
    };
  }

  /** Waits until the JobManager answers and TaskManagers have registered enough slots. */
  ready(options: ClusterReadyOptions = {}): Promise<ClusterOverview> {
    const slots = options.slots ?? 1;
    const what = `the JobManager at ${this.url} to have ${slots} slot${slots === 1 ? "" : "s"}`;
    return waitUntil(this.#http.clock, what, () => this.#lookReady(slots, options.signal), options);
  }

  /** Every job that the JobManager remembers, running and ended. */
  async jobs(options: CallOptions = {}): Promise<readonly JobSummary[]> {
    return (await this.#api.jobs(options)).jobs.map(toSummary);
  }

  /** @throws FlinkJobNotFoundError, as every method below that takes a job's id */
  async job(jobId: string, options: CallOptions = {}): Promise<JobDetail> {
    const wire = await this.#api.detail(jobId, options);
    const times = Object.entries(wire.timestamps).filter(([, at]) => at > 0);
    return {
      ...toSummary(wire),
      stateTimes: Object.fromEntries(times),
      plan: wire.plan,
      vertices: wire.vertices.map(({ id, name, parallelism, maxParallelism, status, tasks }) => ({
        id,
        name,
        parallelism,
        maxParallelism,
        state: status,
        subtaskStates: Object.fromEntries(Object.entries(tasks).filter(([, count]) => count > 0)),
      })),
    };
  }

  async state(jobId: string, options: CallOptions = {}): Promise<JobState> {
    return (await this.#api.status(jobId, options)).status;
  }

  /** The job's failures, newest first, each with its root cause. */
  async exceptions(jobId: string, options: CallOptions = {}): Promise<readonly JobFailure[]> {
    return (await this.#api.exceptions(jobId, options)).exceptionHistory.entries.map(toFailure);
  }

  async checkpoints(jobId: string, options: CallOptions = {}): Promise<Checkpoints> {
    return toCheckpoints(await this.#api.checkpoints(jobId, options));
  }

  /** The watermarks of every vertex and subtask. */
  async watermarks(jobId: string, options: CallOptions = {}): Promise<readonly VertexWatermarks[]> {
    const { vertices } = await this.job(jobId, options);
    return Promise.all(
      vertices.map(async ({ id, name }) => {
        const subtasks = (await this.#api.watermarks(jobId, id, options)).map(toWatermark);
        const marks = subtasks.flatMap(({ watermark }) => (watermark === undefined ? [] : [watermark]));
        const lowest = marks.length === subtasks.length && marks.length > 0 ? Math.min(...marks) : undefined;
        return { vertexId: id, vertexName: name, subtasks, lowest };
      }),
    );
  }

  /** The back-pressure of every vertex and subtask. */
  async backPressure(jobId: string, options: CallOptions = {}): Promise<readonly VertexPressure[]> {
    const { vertices } = await this.job(jobId, options);
    return Promise.all(
      vertices.map(async ({ id, name }) => {
        const wire = await this.#api.backPressure(jobId, id, options);
        const subtasks = wire.subtasks.map(({ subtask, backpressureLevel, ratio, idleRatio, busyRatio }) => ({
          subtask,
          level: backpressureLevel,
          backPressuredRatio: ratio,
          idleRatio,
          busyRatio,
        }));
        return { vertexId: id, vertexName: name, level: wire.backpressureLevel, subtasks };
      }),
    );
  }

  /**
   * Metrics by name; those that do not exist are missing from the answer.
   * @param names for example `["numRestarts"]`; with a vertex `["0.numRecordsOut"]`, the subtask first
   */
  async metrics(
    jobId: string,
    names: readonly string[],
    options: CallOptions & { readonly vertexId?: string } = {},
  ): Promise<ReadonlyMap<string, string>> {
    if (names.length === 0) return new Map();
    const found = await this.#metrics(jobId, names, options);
    return new Map(found.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value] as const])));
  }

  /** The names of all metrics of the job, or of one of its vertices. */
  async metricNames(
    jobId: string,
    options: CallOptions & { readonly vertexId?: string } = {},
  ): Promise<readonly string[]> {
    return (await this.#metrics(jobId, [], options)).map(({ id }) => id).toSorted();
  }

  /** Cancels the job; returns when the JobManager has accepted it. A job that has ended already is left alone. */
  async cancel(jobId: string, options: CallOptions = {}): Promise<void> {
    try {
      await this.#api.cancel(jobId, options);
    } catch (error) {
      if (!(error instanceof FlinkRefusedError && error.status === 409)) throw error;
    }
  }

  /** Stops the job with a savepoint and returns the savepoint's path. @throws FlinkSavepointError */
  stop(jobId: string, options: StopOptions = {}): Promise<string> {
    return stopWithSavepoint(this.#api, jobId, options);
  }

  /** Makes a savepoint of a running job and returns its path. @throws FlinkSavepointError */
  savepoint(jobId: string, options: SavepointOptions = {}): Promise<string> {
    return makeSavepoint(this.#api, jobId, options);
  }

  /** Deletes a savepoint's files. @throws FlinkSavepointError */
  disposeSavepoint(path: string, options: WaitOptions = {}): Promise<void> {
    return disposeSavepoint(this.#api, path, options);
  }

  /**
   * Waits until the job is in one of the states.
   * @throws FlinkJobError when it ends in another state: with the root cause when it failed
   */
  waitForState(
    jobId: string,
    states: JobState | readonly JobState[],
    options: WaitOptions = {},
  ): Promise<JobState> {
    const wanted: readonly string[] = typeof states === "string" ? [states] : states;
    const look = async (): Promise<Look<JobState>> => {
      const state = await this.state(jobId, options);
      if (wanted.includes(state)) return { done: state };
      if (ENDED.has(state)) throw await this.#endedWrong(jobId, state, options);
      return { waitingFor: state };
    };
    return waitUntil(this.#http.clock, `job ${jobId} to be ${wanted.join(" or ")}`, look, options);
  }

  /**
   * Waits until every subtask of the job runs (or has finished): only then can a savepoint be made. The state `RUNNING` alone
   * says no more than that the job was accepted.
   * @throws FlinkJobError when the job ends instead, with the root cause when it failed
   */
  waitUntilRunning(jobId: string, options: WaitOptions = {}): Promise<JobDetail> {
    const look = async (): Promise<Look<JobDetail>> => {
      const job = await this.job(jobId, options);
      const states = new Set(job.vertices.flatMap(({ subtaskStates }) => Object.keys(subtaskStates)));
      const waits = [...states].filter((state) => state !== "RUNNING" && state !== "FINISHED");
      if (job.state === "RUNNING" && waits.length === 0) return { done: job };
      if (ENDED.has(job.state)) throw await this.#endedWrong(jobId, job.state, options);
      return { waitingFor: [job.state, ...waits.map((state) => `subtasks ${state}`)].join(", ") };
    };
    return waitUntil(this.#http.clock, `every subtask of job ${jobId} to run`, look, options);
  }

  async #endedWrong(jobId: string, state: JobState, options: CallOptions): Promise<FlinkJobError> {
    const { name } = await this.job(jobId, options);
    const [latest] = await this.exceptions(jobId, options);
    return new FlinkJobError(jobId, name, state, latest?.chain ?? []);
  }

  async #lookReady(slots: number, signal: AbortSignal | undefined): Promise<Look<ClusterOverview>> {
    try {
      const overview = await this.overview({ signal });
      if (overview.slotsTotal >= slots) return { done: overview };
      return { waitingFor: `${overview.slotsTotal} slots of ${overview.taskManagers} TaskManagers` };
    } catch (error) {
      if (!isNotReady(error)) throw error;
      return { waitingFor: error.message };
    }
  }

  #metrics(jobId: string, names: readonly string[], options: CallOptions & { readonly vertexId?: string }) {
    return options.vertexId === undefined
      ? this.#api.jobMetrics(jobId, names, options)
      : this.#api.vertexMetrics(jobId, options.vertexId, names, options);
  }
}

const LONG_MIN = -9_223_372_036_854_775_000;

function toWatermark({ id, value }: { readonly id: string; readonly value: string | undefined }) {
  const mark = Number(value);
  // Flink writes the smallest long as long as there is no watermark.
  const watermark = value === undefined || Number.isNaN(mark) || mark <= LONG_MIN ? undefined : mark;
  return { subtask: Number.parseInt(id, 10), watermark };
}
