import { MillraceError } from "@millrace/common";
import type { Difference } from "../plan/difference.ts";

/** A topic has more partitions than its plan: Kafka cannot take partitions away. */
export class PartitionCountError extends MillraceError {
  readonly code = "PARTITION_COUNT";
  readonly topic: string;

  constructor({ topic, found, expected }: { topic: string; found: number; expected: number }) {
    super(
      `Topic ${topic} has ${found} partitions, the plan asks for ${expected}, and Kafka cannot take partitions away. ` +
        `Set "partitions: ${found}" in the domain, or wipe the local data with "npm run reset".`,
    );
    this.topic = topic;
  }
}

/** A changed statement could not be brought to run, and the one before runs again. */
export class StatementReplaceError extends MillraceError {
  readonly code = "STATEMENT_REPLACE_FAILED";
  readonly statement: string;

  constructor(statement: string, facts: { readonly savepoint: string | undefined; readonly cause: unknown }) {
    const origin = facts.savepoint === undefined ? "" : ` from ${facts.savepoint}`;
    super(
      `The changed statement ${statement} could not be started${origin}, ` +
        `so the one before was started again where it had stopped, and nothing was lost.\n${reasonOf(facts.cause)}\n` +
        `Correct the change, then apply it again.`,
      { cause: facts.cause },
    );
    this.statement = statement;
  }
}

/** A changed statement could not be brought to run, and neither could the one before: it does not run now. */
export class StatementLostError extends MillraceError {
  readonly code = "STATEMENT_LOST";
  readonly statement: string;
  /** What the statement can go on from. */
  readonly state: string | undefined;

  constructor(
    statement: string,
    facts: { readonly state: string | undefined; readonly cause: unknown; readonly second: unknown },
  ) {
    super(
      `The changed statement ${statement} could not be started, and the one before could not be started again: ` +
        `${statement} does not run now. Nothing is lost: its state is ${facts.state ?? "not there yet"}.\n` +
        `The changed one: ${reasonOf(facts.cause)}\nThe one before: ${reasonOf(facts.second)}\n` +
        `Correct what the reasons name, then apply again: it goes on from there.`,
      { cause: facts.cause },
    );
    this.statement = statement;
    this.state = facts.state;
  }
}

/** A job neither failed nor completed its first checkpoint in time. */
export class StatementStartTimeoutError extends MillraceError {
  readonly code = "STATEMENT_START_TIMEOUT";
  readonly jobId: string;

  constructor(
    jobName: string,
    facts: { readonly jobId: string; readonly state: string; readonly timeoutMs: number },
  ) {
    super(
      `Job ${facts.jobId} (${jobName}) is ${facts.state} and has completed no checkpoint within ${facts.timeoutMs / 1000} s. ` +
        `Look at "npm run logs -- flink-taskmanager" and at the machine's load.`,
    );
    this.jobId = facts.jobId;
  }
}

/** The file in which submitted statements are remembered is not what this version writes. */
export class StatementRecordError extends MillraceError {
  readonly code = "STATEMENT_RECORD";

  constructor(file: string, reason: string, options?: { readonly cause?: unknown }) {
    super(
      `The record of submitted statements, ${file}, cannot be used: ${reason}. ` +
        `It comes from another version or was changed by hand. "npm run reset" wipes it together with the state that it names.`,
      options,
    );
  }
}

/** Another process is changing what runs. */
export class ApplyRunningError extends MillraceError {
  readonly code = "APPLY_RUNNING";
  readonly pid: number;

  constructor(pid: number) {
    super(
      `Process ${pid} is applying a plan to this stack, so nothing was changed. Wait until it is done, then apply again; ` +
        `"ps -p ${pid}" shows what it is.`,
    );
    this.pid = pid;
  }
}

/** Tables of the database have columns or keys that the plan has otherwise. */
export class TableRefusedError extends MillraceError {
  readonly code = "TABLE_REFUSED";
  readonly differences: readonly Difference[];

  constructor(differences: readonly Difference[]) {
    super(
      `Tables in Postgres cannot be made as the plan says.\n${differences.map(differenceText).join("\n")}`,
    );
    this.differences = differences;
  }
}

/** Tables in ClickHouse are there with other keys or types than their plans: they were left alone. */
export class ClickHouseTableRefusedError extends MillraceError {
  readonly code = "CLICKHOUSE_TABLE_REFUSED";
  readonly differences: readonly Difference[];

  constructor(differences: readonly Difference[]) {
    super(
      `Tables in ClickHouse cannot be made as the plan says.\n${differences.map(differenceText).join("\n")}`,
    );
    this.differences = differences;
  }
}

/** Some of what a plan says cannot be made from what is there, so that nothing was changed. */
export class PlanRefusedError extends MillraceError {
  readonly code = "PLAN_REFUSED";
  readonly differences: readonly Difference[];

  constructor(differences: readonly Difference[]) {
    super(
      `Nothing was changed, because a part of the plan cannot be applied.\n${differences.map(differenceText).join("\n")}`,
    );
    this.differences = differences;
  }
}

/** A statement would lose state and nobody has accepted that, so that nothing was changed. */
export class StateLossError extends MillraceError {
  readonly code = "STATE_LOSS";
  readonly differences: readonly Difference[];

  constructor(differences: readonly Difference[]) {
    const flags = (flag: string) => differences.map(({ name }) => `${flag} ${name}`).join(" ");
    super(
      [
        "Nothing was changed, because state would be lost.",
        ...differences.map(lossText),
        "To accept it, type one of:",
        `  npm run apply -- ${flags("--accept-state-loss")}`,
        "    goes on from now: nothing is repeated, and what is open now is made from a part of its rows",
        ...(differences.every(({ action }) => action === "remove")
          ? []
          : [
              `  npm run apply -- ${flags("--replay")}`,
              "    begins again with the earliest records: upserted rows are written anew, appended rows come a second time",
            ]),
      ].join("\n"),
    );
    this.differences = differences;
  }
}

/** A flag names a statement that is not there. */
export class UnknownStatementError extends MillraceError {
  readonly code = "UNKNOWN_STATEMENT";
  readonly statement: string;

  constructor(statement: string, known: readonly string[]) {
    super(
      `There is no statement ${statement}, so nothing was changed. A statement has the name of its domain: ${known.join(", ") || "there is none"}.`,
    );
    this.statement = statement;
  }
}

/** Applying a plan failed on the way; what was done before stays done. */
export class ApplyFailedError extends MillraceError {
  readonly code = "APPLY_FAILED";
  readonly done: readonly string[];

  constructor(facts: { readonly what: string; readonly done: readonly string[]; readonly cause: unknown }) {
    const done = facts.done.length === 0 ? "nothing" : facts.done.join(", ");
    super(
      `Applying the plan failed at: ${facts.what}.\n${reasonOf(facts.cause)}\n` +
        `Changed before that, and left so: ${done}. Everything else is as it was. Apply again to go on.`,
      { cause: facts.cause },
    );
    this.done = facts.done;
  }
}

function differenceText({ kind, name, details }: Difference): string {
  return [`  ${kind} ${name}`, ...details.map((detail) => `    ${detail}`)].join("\n");
}

function lossText({ name, state = [], details }: Difference): string {
  const lines = state
    .filter(({ fate }) => fate === "lost" || fate === "empty")
    .map(({ what, fate, detail }) => `    ${what}: ${fate}${detail === "" ? "" : ` (${detail})`}`);
  return [`  statement ${name}`, ...details.map((detail) => `    ${detail}`), ...lines].join("\n");
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
