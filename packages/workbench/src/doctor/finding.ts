import type { StatementFacts } from "./facts.ts";

/**
 * `error`: results stay away until somebody does something. `warning`: results stay away or are wrong, but perhaps on
 * purpose. `info`: what is being waited for.
 */
export type Severity = "error" | "warning" | "info";

/** What a finding is about, once and for all: codes are listed in the package's README and never change their meaning. */
export type FindingCode =
  | "engine-unreachable"
  | "topic-missing"
  | "job-missing"
  | "job-ended"
  | "job-not-running"
  | "job-restarts"
  | "no-checkpoint"
  | "checkpoints-fail"
  | "checkpoint-stuck"
  | "topic-empty"
  | "no-idle-timeout"
  | "event-time-unit"
  | "event-in-future"
  | "event-far-past"
  | "events-behind"
  | "backlog"
  | "window-waits"
  | "closed-without-rows"
  | "results-uncommitted"
  | "result-empty";

/** One reason why a statement emitted nothing, or what it waits for. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What it is about: a statement, a result, a topic. */
  readonly subject: string;
  readonly sentence: string;
  readonly advice: string;
  /** The figures behind the sentence; times are milliseconds since the epoch. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Looks for one kind of reason. */
export type Rule = (statement: StatementFacts) => readonly Finding[];
