import { FlinkJobNotFoundError } from "../errors/errors.ts";
import type { HttpCall, HttpClient } from "../http/http-client.ts";
import {
  anything,
  dictionary,
  list,
  maybe,
  number,
  oneOf,
  orElse,
  record,
  type Shaped,
  text,
} from "../wire/shape.ts";

/** The states of a job. */
export const JOB_STATES = [
  "INITIALIZING",
  "CREATED",
  "RUNNING",
  "FAILING",
  "FAILED",
  "CANCELLING",
  "CANCELED",
  "FINISHED",
  "RESTARTING",
  "SUSPENDED",
  "RECONCILING",
] as const;
export type JobState = (typeof JOB_STATES)[number];
const jobState = oneOf(...JOB_STATES);

const overviewAnswer = record({
  taskmanagers: number,
  "slots-total": number,
  "slots-available": number,
  "jobs-running": number,
  "jobs-finished": number,
  "jobs-cancelled": number,
  "jobs-failed": number,
  "flink-version": text,
});

const jobSummary = record({
  jid: text,
  name: text,
  state: jobState,
  "start-time": number,
  "end-time": number,
  duration: number,
});

const vertex = record({
  id: text,
  name: text,
  parallelism: number,
  maxParallelism: orElse(number, -1),
  status: text,
  tasks: dictionary(number),
});

const jobDetail = record({
  jid: text,
  name: text,
  state: jobState,
  "start-time": number,
  "end-time": number,
  duration: number,
  timestamps: dictionary(number),
  vertices: list(vertex),
  plan: anything,
});

const failureFields = {
  exceptionName: orElse(text, ""),
  stacktrace: orElse(text, ""),
  timestamp: number,
  taskName: maybe(text),
  endpoint: maybe(text),
  taskManagerId: maybe(text),
} as const;
const failureEntry = record({
  ...failureFields,
  concurrentExceptions: orElse(list(record(failureFields)), []),
});
/** One failure as the JobManager tells it. */
export type FailureEntry = Shaped<typeof failureEntry>;

const exceptionsAnswer = record({
  exceptionHistory: record({ entries: list(failureEntry) }),
});

const checkpoint = record({
  id: number,
  status: oneOf("IN_PROGRESS", "COMPLETED", "FAILED"),
  is_savepoint: orElse((value: unknown) => value === true, false),
  trigger_timestamp: number,
  end_to_end_duration: orElse(number, 0),
  state_size: orElse(number, 0),
  checkpointed_size: orElse(number, 0),
  external_path: maybe(text),
  failure_message: maybe(text),
});
/** One checkpoint as the JobManager tells it. */
export type CheckpointEntry = Shaped<typeof checkpoint>;

const restored = record({
  id: number,
  restore_timestamp: number,
  is_savepoint: anything,
  external_path: maybe(text),
});
const checkpointsAnswer = record({
  counts: record({ restored: number, total: number, in_progress: number, completed: number, failed: number }),
  latest: record({
    completed: maybe(checkpoint),
    savepoint: maybe(checkpoint),
    failed: maybe(checkpoint),
    restored: maybe(restored),
  }),
  history: list(checkpoint),
});
/** Checkpoint statistics as the JobManager tells them. */
export type CheckpointsAnswer = Shaped<typeof checkpointsAnswer>;

const metricsAnswer = list(record({ id: text, value: maybe(text) }));

const backPressureAnswer = record({
  status: oneOf("ok", "deprecated"),
  backpressureLevel: maybe(text),
  subtasks: orElse(
    list(
      record({
        subtask: number,
        backpressureLevel: text,
        ratio: number,
        idleRatio: number,
        busyRatio: number,
      }),
    ),
    [],
  ),
});

const triggerAnswer = record({ "request-id": text });
const operationAnswer = record({
  status: record({ id: oneOf("IN_PROGRESS", "COMPLETED") }),
  operation: maybe(
    record({
      location: maybe(text),
      "failure-cause": maybe(record({ class: orElse(text, ""), "stack-trace": orElse(text, "") })),
    }),
  ),
});
/** What became of an asynchronous operation. */
export type OperationAnswer = Shaped<typeof operationAnswer>;

type Options = { readonly signal?: AbortSignal | undefined };

/**
 * The endpoints of the JobManager, one method each.
 * @see https://nightlies.apache.org/flink/flink-docs-release-2.2/docs/ops/rest_api/
 */
export class JobApi {
  readonly http: HttpClient;

  constructor(http: HttpClient) {
    this.http = http;
  }

  overview(options: Options) {
    return this.#get("/overview", overviewAnswer, "tell the cluster's overview", options);
  }

  jobs(options: Options) {
    return this.#get("/jobs/overview", record({ jobs: list(jobSummary) }), "list the jobs", options);
  }

  detail(id: string, options: Options) {
    return this.#job(id, "", jobDetail, "describe the job", options);
  }

  status(id: string, options: Options) {
    return this.#job(id, "/status", record({ status: jobState }), "tell the job's state", options);
  }

  exceptions(id: string, options: Options) {
    return this.#job(id, "/exceptions", exceptionsAnswer, "tell the job's exceptions", options);
  }

  checkpoints(id: string, options: Options) {
    return this.#job(id, "/checkpoints", checkpointsAnswer, "tell the job's checkpoints", options);
  }

  /** Names only when `names` is empty. */
  jobMetrics(id: string, names: readonly string[], options: Options) {
    return this.#metrics(id, "/metrics", names, options);
  }

  vertexMetrics(id: string, vertexId: string, names: readonly string[], options: Options) {
    return this.#metrics(id, `/vertices/${vertexId}/metrics`, names, options);
  }

  watermarks(id: string, vertexId: string, options: Options) {
    return this.#job(id, `/vertices/${vertexId}/watermarks`, metricsAnswer, "tell the watermarks", options);
  }

  backPressure(id: string, vertexId: string, options: Options) {
    return this.#job(
      id,
      `/vertices/${vertexId}/backpressure`,
      backPressureAnswer,
      "tell the back-pressure",
      options,
    );
  }

  cancel(id: string, options: Options) {
    const call = {
      method: "PATCH",
      path: `/jobs/${id}`,
      query: { mode: "cancel" },
      shape: anything,
    } as const;
    return this.#call(id, { ...call, action: "cancel the job", repeatable: true, ...options });
  }

  /** Triggers are told apart by `triggerId`, which makes repeating one safe. */
  stop(id: string, body: { triggerId: string; targetDirectory?: string; drain: boolean }, options: Options) {
    const call = { method: "POST", path: `/jobs/${id}/stop`, body, shape: triggerAnswer } as const;
    return this.#call(id, { ...call, action: "stop the job", repeatable: true, ...options });
  }

  savepoint(
    id: string,
    body: { triggerId: string; "target-directory"?: string; "cancel-job": boolean; formatType?: string },
    options: Options,
  ) {
    const call = { method: "POST", path: `/jobs/${id}/savepoints`, body, shape: triggerAnswer } as const;
    return this.#call(id, { ...call, action: "make a savepoint", repeatable: true, ...options });
  }

  savepointStatus(id: string, requestId: string, options: Options) {
    return this.#job(id, `/savepoints/${requestId}`, operationAnswer, "tell the savepoint's state", options);
  }

  disposeSavepoint(path: string, options: Options) {
    const call = { method: "POST", path: "/savepoint-disposal", body: { "savepoint-path": path } } as const;
    return this.http.call({ ...call, shape: triggerAnswer, action: "dispose of the savepoint", ...options });
  }

  disposalStatus(requestId: string, options: Options) {
    return this.#get(
      `/savepoint-disposal/${requestId}`,
      operationAnswer,
      "tell the disposal's state",
      options,
    );
  }

  #metrics(id: string, path: string, names: readonly string[], options: Options) {
    const query = names.length === 0 ? {} : { get: names.join(",") };
    return this.#job(id, path, metricsAnswer, "tell metrics", options, query);
  }

  #get<T>(path: string, shape: HttpCall<T>["shape"], action: string, options: Options): Promise<T> {
    return this.http.call({ method: "GET", path, shape, action, ...options });
  }

  #job<T>(
    id: string,
    path: string,
    shape: HttpCall<T>["shape"],
    action: string,
    options: Options,
    query: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    return this.#call(id, { method: "GET", path: `/jobs/${id}${path}`, shape, action, query, ...options });
  }

  #call<T>(id: string, call: HttpCall<T>): Promise<T> {
    const onRefusal: HttpCall<T>["onRefusal"] = ({ chain, status }) =>
      status === 404 && chain.some(({ message }) => JOB_GONE.test(message))
        ? new FlinkJobNotFoundError(id, this.http.url)
        : undefined;
    return this.http.call({ onRefusal, ...call });
  }
}

const JOB_GONE = /Job \w+ not found|Could not find Flink job/;
