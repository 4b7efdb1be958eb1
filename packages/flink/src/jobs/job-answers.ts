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

/*
 * The JobManager's answers, as far as this library reads them.
 * https://nightlies.apache.org/flink/flink-docs-release-2.2/docs/ops/rest_api/
 */

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
export const jobState = oneOf(...JOB_STATES);

export const overviewAnswer = record({
  taskmanagers: number,
  "slots-total": number,
  "slots-available": number,
  "jobs-running": number,
  "jobs-finished": number,
  "jobs-cancelled": number,
  "jobs-failed": number,
  "flink-version": text,
});

export const jobSummary = record({
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

export const jobDetail = record({
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

export const exceptionsAnswer = record({
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
export const checkpointsAnswer = record({
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

export const metricsAnswer = list(record({ id: text, value: maybe(text) }));

export const backPressureAnswer = record({
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

export const triggerAnswer = record({ "request-id": text });
export const operationAnswer = record({
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
