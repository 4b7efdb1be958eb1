import type { TablePlan } from "@millrace/domain";

/** One of the two programs that do the same work. */
export interface Contender {
  readonly name: string;
  /** Everything that is not measured: topics, schemas, a fresh process. */
  prepare(): Promise<void>;
  /** Begins the work; resolves when it is accepted, or the process is spawned. */
  start(): Promise<void>;
  /** Resolves when every part of it runs; what comes after is the work itself. */
  running(): Promise<void>;
  /** Rejects when it fails on the way; never resolves. */
  readonly failure: Promise<never>;
  /** The processes that do the work. */
  pids(): readonly number[];
  /** Tables of counts that must be exact. */
  readonly results: readonly Pick<TablePlan, "topic" | "value" | "changelogMode">[];
  /** Further topics that it writes. */
  readonly otherTopics: readonly string[];
  /** Ends it. Its topics are left to the end of the stack, whose data is removed. */
  stop(): Promise<void>;
}
