import type { JobState } from "../jobs/job-answers.ts";
import type { FakeRequest } from "./fake-http.ts";

/** A job of the fake cluster. */
export interface FakeJob {
  readonly id: string;
  readonly name: string;
  readonly startedAt: number;
  state: JobState;
  endedAt: number;
  watermark: number | undefined;
  restarts: number;
  readonly failures: { readonly message: string; readonly at: number }[];
  readonly savepoints: string[];
}

/** A failure as the JobManager tells it. */
export function failureOf({ message, at }: { readonly message: string; readonly at: number }) {
  const exceptionName = "org.apache.flink.runtime.JobException";
  const stacktrace = `${exceptionName}: Recovery is suppressed by NoRestartBackoffTimeStrategy\n\tat org.apache.flink.Fake.run(Fake.java:1)\nCaused by: java.lang.RuntimeException: ${message}\n\tat org.apache.flink.Fake.run(Fake.java:2)\n`;
  return { exceptionName, stacktrace, timestamp: at, taskName: "Source: fake", endpoint: "localhost:6122" };
}

/** The statistics of checkpoints; the fake makes savepoints only. */
export function checkpointsOf({ savepoints }: FakeJob) {
  const history = savepoints.toReversed().map((path, index) => ({
    id: savepoints.length - index,
    status: "COMPLETED",
    is_savepoint: true,
    trigger_timestamp: 0,
    end_to_end_duration: 1,
    state_size: 0,
    checkpointed_size: 0,
    external_path: path,
  }));
  const counts = { restored: 0, in_progress: 0, failed: 0, total: history.length, completed: history.length };
  return {
    counts,
    latest: { completed: null, savepoint: history[0] ?? null, failed: null, restored: null },
    history,
  };
}

/** The job's metrics that were asked for, or the names of all. */
export function metricsOf({ restarts, savepoints }: FakeJob, { query }: FakeRequest) {
  return pick(
    { numRestarts: String(restarts), numberOfCompletedCheckpoints: String(savepoints.length) },
    query,
  );
}

/** A vertex's metrics that were asked for, or the names of all. */
export function vertexMetricsOf({ query }: FakeRequest) {
  return pick({ "0.numRecordsIn": "0", "0.numRecordsOut": "0" }, query);
}

function pick(metrics: Readonly<Record<string, string>>, query: URLSearchParams) {
  const names = query.get("get")?.split(",");
  if (names === undefined) return Object.keys(metrics).map((id) => ({ id }));
  return names.flatMap((id) => (metrics[id] === undefined ? [] : [{ id, value: metrics[id] }]));
}

/** The back-pressure of a vertex: none. */
export const PRESSURE = {
  status: "ok",
  backpressureLevel: "ok",
  subtasks: [{ subtask: 0, backpressureLevel: "ok", ratio: 0, idleRatio: 1, busyRatio: 0 }],
};
