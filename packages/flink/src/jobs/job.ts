import { type FlinkCause, innermostCause, parseErrorChain } from "../errors/error-chain.ts";
import type { CheckpointEntry, CheckpointsAnswer, FailureEntry, JobState } from "./job-answers.ts";

/** The cluster at a glance. */
export interface ClusterOverview {
  readonly flinkVersion: string;
  readonly taskManagers: number;
  readonly slotsTotal: number;
  readonly slotsAvailable: number;
  readonly jobsRunning: number;
  readonly jobsFinished: number;
  readonly jobsCanceled: number;
  readonly jobsFailed: number;
}

/** A job in the list of jobs. Times are milliseconds since the epoch. */
export interface JobSummary {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
  readonly startedAt: number;
  /** Undefined while it runs. */
  readonly endedAt: number | undefined;
  readonly durationMs: number;
}

/** A chain of operators that runs as one task. */
export interface JobVertex {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly state: string;
  /** How many subtasks are in which state; those with none are left out. */
  readonly subtaskStates: Readonly<Record<string, number>>;
}

/** A job with its vertices. */
export interface JobDetail extends JobSummary {
  readonly vertices: readonly JobVertex[];
  /** When the job entered each state that it has been in. */
  readonly stateTimes: Readonly<Partial<Record<JobState, number>>>;
  /** The dataflow graph as the JobManager draws it; its shape is Flink's. */
  readonly plan: unknown;
}

/** A failure of a job, of which it may have recovered. */
export interface JobFailure {
  readonly at: number;
  /** What really happened. */
  readonly rootCause: FlinkCause;
  /** Every cause, outermost first. */
  readonly chain: readonly FlinkCause[];
  readonly task: string | undefined;
  readonly taskManager: string | undefined;
  /** Other failures at the same time. */
  readonly concurrent: readonly JobFailure[];
}

/** A checkpoint or savepoint. */
export interface Checkpoint {
  readonly id: number;
  readonly state: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly isSavepoint: boolean;
  readonly triggeredAt: number;
  readonly durationMs: number;
  /** Bytes of the whole state. */
  readonly stateSizeBytes: number;
  /** Bytes that this checkpoint wrote; less than the whole when it is incremental. */
  readonly writtenSizeBytes: number;
  readonly path: string | undefined;
  readonly failure: string | undefined;
}

/** What a job started from. */
export interface Restore {
  readonly id: number;
  readonly at: number;
  readonly isSavepoint: boolean;
  readonly path: string | undefined;
}

/** The checkpoints of a job; `history` is newest first and cut off by the JobManager's setting. */
export interface Checkpoints {
  readonly counts: {
    readonly total: number;
    readonly inProgress: number;
    readonly completed: number;
    readonly failed: number;
    readonly restored: number;
  };
  readonly latestCompleted: Checkpoint | undefined;
  readonly latestSavepoint: Checkpoint | undefined;
  readonly latestFailed: Checkpoint | undefined;
  readonly restoredFrom: Restore | undefined;
  readonly history: readonly Checkpoint[];
}

/** The watermark of one subtask. */
export interface SubtaskWatermark {
  readonly subtask: number;
  /** Milliseconds since the epoch; undefined as long as there is none. */
  readonly watermark: number | undefined;
}

/** The watermarks of one vertex. */
export interface VertexWatermarks {
  readonly vertexId: string;
  readonly vertexName: string;
  /** Empty where the vertex has none, as in sources and in jobs without event time. */
  readonly subtasks: readonly SubtaskWatermark[];
  /** The lowest of them: the watermark that counts downstream. Undefined while a subtask has none. */
  readonly lowest: number | undefined;
}

/** How busy one subtask is; ratios are from 0 to 1 and NaN while unknown. */
export interface SubtaskPressure {
  readonly subtask: number;
  /** `ok`, `low` or `high`. */
  readonly level: string;
  readonly backPressuredRatio: number;
  readonly idleRatio: number;
  readonly busyRatio: number;
}

/** The back-pressure of one vertex. */
export interface VertexPressure {
  readonly vertexId: string;
  readonly vertexName: string;
  /** `ok`, `low` or `high`; undefined until the JobManager has sampled it. */
  readonly level: string | undefined;
  readonly subtasks: readonly SubtaskPressure[];
}

interface SummaryFields {
  readonly jid: string;
  readonly name: string;
  readonly state: JobState;
  readonly "start-time": number;
  readonly "end-time": number;
  readonly duration: number;
}

export function toSummary(wire: SummaryFields): JobSummary {
  return {
    id: wire.jid,
    name: wire.name,
    state: wire.state,
    startedAt: wire["start-time"],
    endedAt: wire["end-time"] < 0 ? undefined : wire["end-time"],
    durationMs: wire.duration,
  };
}

type FailureFields = Omit<FailureEntry, "concurrentExceptions">;

export function toFailure(wire: FailureFields & Partial<FailureEntry>): JobFailure {
  const text = wire.stacktrace === "" ? wire.exceptionName : wire.stacktrace;
  const chain = parseErrorChain(text);
  return {
    at: wire.timestamp,
    rootCause: innermostCause(chain) ?? { className: wire.exceptionName, message: "" },
    chain,
    task: wire.taskName,
    taskManager: wire.endpoint ?? wire.taskManagerId,
    concurrent: (wire.concurrentExceptions ?? []).map((entry) => toFailure(entry)),
  };
}

function toCheckpoint(wire: CheckpointEntry): Checkpoint {
  return {
    id: wire.id,
    state: wire.status,
    isSavepoint: wire.is_savepoint,
    triggeredAt: wire.trigger_timestamp,
    durationMs: wire.end_to_end_duration,
    stateSizeBytes: wire.state_size,
    writtenSizeBytes: wire.checkpointed_size,
    path: wire.external_path,
    failure: wire.failure_message,
  };
}

export function toCheckpoints({ counts, latest, history }: CheckpointsAnswer): Checkpoints {
  const restored = latest.restored;
  return {
    counts: {
      total: counts.total,
      inProgress: counts.in_progress,
      completed: counts.completed,
      failed: counts.failed,
      restored: counts.restored,
    },
    latestCompleted: latest.completed && toCheckpoint(latest.completed),
    latestSavepoint: latest.savepoint && toCheckpoint(latest.savepoint),
    latestFailed: latest.failed && toCheckpoint(latest.failed),
    restoredFrom: restored && {
      id: restored.id,
      at: restored.restore_timestamp,
      isSavepoint: restored.is_savepoint === true,
      path: restored.external_path,
    },
    history: history.map(toCheckpoint),
  };
}
