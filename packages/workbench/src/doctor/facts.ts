import type { Checkpoints, JobState } from "@millrace/flink";
import type { Reading } from "./reading.ts";
import type { WindowKind } from "./window-kind.ts";

/*
 * What is known about one running statement, gathered from the engines. Plain data; every time is milliseconds since the
 * epoch.
 */

/** Everything that was looked at for one statement. */
export interface StatementFacts {
  readonly name: string;
  readonly jobId: string;
  /** When the look was taken. */
  readonly now: number;
  readonly job: Reading<JobFacts>;
  /** The windows of every result and the watermark of every source, as Flink plans them. */
  readonly plan: Reading<PlanFacts>;
  readonly sources: readonly SourceFacts[];
  readonly results: readonly ResultFacts[];
}

/** The job behind a statement. */
export interface JobFacts {
  /** Undefined when the JobManager knows no such job. */
  readonly state: JobState | undefined;
  readonly startedAt: number | undefined;
  readonly restarts: number;
  /** Newest first. */
  readonly failures: readonly FailureFact[];
  readonly checkpoints: Checkpoints | undefined;
  /** Of every vertex that can have one. */
  readonly watermarks: readonly VertexWatermark[];
  /** What the source readers tell of their partitions. */
  readonly splits: readonly SplitFact[];
}

/** The watermark of a chain of operators. */
export interface VertexWatermark {
  /** The names of its operators. */
  readonly vertex: string;
  /** Undefined as long as not all subtasks have one. */
  readonly lowest: number | undefined;
  /** By subtask. */
  readonly subtasks: readonly (number | undefined)[];
}

/** A failure of which the job may have recovered. */
export interface FailureFact {
  readonly at: number;
  readonly cause: string;
  readonly task: string | undefined;
}

/** A partition as the source reader sees it. */
export interface SplitFact {
  readonly topic: string;
  readonly partition: number;
  readonly watermark: number | undefined;
  readonly isIdle: boolean;
}

/** What the planner and the session say. */
export interface PlanFacts {
  readonly results: readonly ResultPlan[];
  readonly scans: readonly TableScan[];
  /** Undefined where checkpoints are off. */
  readonly checkpointIntervalMs: number | undefined;
}

/** How one result is computed. */
export interface ResultPlan {
  readonly table: string;
  /** Empty where rows are written as soon as events come. */
  readonly windows: readonly WindowKind[];
  /** The tables that are read for it. */
  readonly sources: readonly string[];
  /** A mini-batch passes the watermark on at multiples of this alone; zero: as it comes. */
  readonly miniBatchMs: number;
  /** A condition compares with the watermark, as one that selects late rows does. */
  readonly comparesWatermark: boolean;
}

/** A source as the planner reads it. */
export interface TableScan {
  readonly table: string;
  /** Undefined where the table has no watermark. */
  readonly delayMs: number | undefined;
  /** Undefined where quiet partitions are never left out. */
  readonly idleTimeoutMs: number | undefined;
}

/** A table that the statement reads, and its topic. */
export interface SourceFacts {
  readonly table: string;
  readonly topic: string;
  /** Undefined where the table has no watermark. */
  readonly watermark: WatermarkFacts | undefined;
  readonly partitions: Reading<readonly PartitionFacts[]>;
}

/** How event time is read from a table. */
export interface WatermarkFacts {
  readonly column: string;
  /** How far the watermark stays behind the newest event time: watermark delay plus grace. */
  readonly delayMs: number;
  /** Undefined: a quiet partition holds the watermark back for ever. */
  readonly idleTimeoutMs: number | undefined;
}

/** One partition of a source. */
export interface PartitionFacts {
  readonly partition: number;
  readonly firstOffset: number;
  readonly endOffset: number;
  /** Undefined while there are no events. */
  readonly firstEventAt: number | undefined;
  /** The event that was written last. */
  readonly lastEventAt: number | undefined;
  /** The newest event time: the one that makes the watermark. */
  readonly newestEventAt: number | undefined;
  /** Whether the reader counts it as idle; undefined where it does not say. */
  readonly isIdle: boolean | undefined;
  /** Events that no checkpoint has finished yet; undefined where the group has no offsets. */
  readonly uncommitted: number | undefined;
  /** Times of the events that were looked at: the first one and the newest, in the order of their offsets. */
  readonly eventTimes: readonly number[];
}

/** A table that the statement writes, and its topic. */
export interface ResultFacts {
  readonly table: string;
  readonly topic: string;
  readonly rows: Reading<RowFacts>;
}

/** What a result topic holds. */
export interface RowFacts {
  /** An upper bound: markers of transactions take offsets as well. */
  readonly committedOffsets: number;
  readonly hasRows: boolean;
  /** Offsets that are written and not committed yet. */
  readonly uncommitted: number;
  /** The time of the newest record, which may be its window's start. */
  readonly newestRecordAt: number | undefined;
}
