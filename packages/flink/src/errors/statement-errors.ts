import type { FlinkCause } from "./error-chain.ts";
import { FlinkError } from "./flink-error.ts";
import type { SqlPosition } from "./sql-position.ts";

/** The session expired, was closed, or its gateway was restarted: open a new one and create its tables again. */
export class FlinkSessionGoneError extends FlinkError {
  readonly code = "session-gone";
  readonly sessionHandle: string;

  constructor(sessionHandle: string, cause?: unknown) {
    super(
      `Session ${sessionHandle} does not exist on the SQL Gateway any more: it was closed, idle for too long, or the ` +
        "gateway was restarted. Open a new session; temporary tables and settings must be made again.",
      { cause },
    );
    this.sessionHandle = sessionHandle;
  }
}

/** The result of a statement is not kept any more (closed, or read on by somebody else): execute it again. */
export class FlinkResultGoneError extends FlinkError {
  readonly code = "result-gone";
  readonly statement: string;

  constructor(statement: string, reason: string, cause?: unknown) {
    super(
      `The result of statement ${statement} is gone: ${reason}. Results can be read once, in order; execute the statement again.`,
      { cause },
    );
    this.statement = statement;
  }
}

/** A statement was refused, or the job behind it failed. The message begins with the innermost cause. */
export class FlinkStatementError extends FlinkError {
  readonly code = "statement-failed";
  /** The handle or the name, where one was given. */
  readonly statement: string | undefined;
  readonly sql: string;
  /** What really happened. */
  readonly rootCause: FlinkCause;
  /** Every cause, outermost first. */
  readonly chain: readonly FlinkCause[];
  /** Where in the SQL, when Flink says so. */
  readonly position: SqlPosition | undefined;

  constructor(facts: {
    message: string;
    statement?: string | undefined;
    sql: string;
    rootCause: FlinkCause;
    chain: readonly FlinkCause[];
    position?: SqlPosition | undefined;
    cause?: unknown;
  }) {
    super(facts.message, facts);
    this.statement = facts.statement;
    this.sql = facts.sql;
    this.rootCause = facts.rootCause;
    this.chain = facts.chain;
    this.position = facts.position;
  }
}

/** No statement of that name or handle. */
export class FlinkStatementNotFoundError extends FlinkError {
  readonly code = "statement-not-found";
  readonly statement: string;

  constructor(statement: string, where: string) {
    super(`There is no statement ${statement} on ${where}. It was deleted or never made.`);
    this.statement = statement;
  }
}

/** A statement of that name exists already, or somebody else changed it meanwhile. */
export class FlinkStatementConflictError extends FlinkError {
  readonly code = "statement-conflict";
  readonly statement: string;

  constructor(statement: string, detail: string) {
    super(
      `Statement ${statement} is in the way of this change: ${detail}. Read it again, or choose another name.`,
    );
    this.statement = statement;
  }
}

/** A value cannot be turned into its TypeScript form without loss. */
export class FlinkDecodeError extends FlinkError {
  readonly code = "undecodable-value";
  readonly type: string;

  constructor(type: string, text: string, advice: string, cause?: unknown) {
    super(`Cannot read ${text.slice(0, 120)} as ${type}. ${advice}`, { cause });
    this.type = type;
  }
}
