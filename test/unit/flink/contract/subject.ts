import type { FakeAnswer, JobManager, SqlGateway } from "@millrace/flink";

/** A cluster that must keep the contract: the fake, or a real one. */
export interface Subject {
  readonly gateway: SqlGateway;
  readonly jobManager: JobManager;
  /** Tells the fake what a query answers; a real cluster works it out. */
  readonly prepare: (sql: string, answer: FakeAnswer) => void;
  /** Moves the watermark of a job that a test has started; a real job's moves by itself. */
  readonly moveWatermark: (jobId: string, watermark: number) => void;
}

/** Waits of contract tests: long enough for a real cluster on a busy machine. */
export const LIMIT = { timeoutMs: 60_000 } as const;

/** Table options that both kinds of cluster take. */
export const ENDLESS =
  "WITH ('connector' = 'datagen', 'rows-per-second' = '50', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '1000000')";
