import type { Changelog } from "../changelog/changelog.ts";
import type { LocateSql } from "../errors/sql-position.ts";
import type { Column } from "../types/logical-type.ts";
import type { FlinkRow } from "../types/value.ts";

/** What every call takes: a signal that gives the call up. The signal's reason is thrown as it is. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** How a statement is executed, on every server. */
export interface ExecuteOptions extends CallOptions {
  /** Maps positions in error messages to the file that the text comes from. */
  readonly locate?: LocateSql;
}

/**
 * The state of a statement. On a SQL Gateway it is the operation's: `finished` means accepted with a result to fetch, while a
 * job it started may run on. On Confluent Cloud it is the statement's own.
 */
export type StatementStatus =
  "pending" | "running" | "degraded" | "finished" | "stopping" | "stopped" | "canceled" | "failed" | "closed";

/** A statement that a server accepted. */
export interface Statement extends AsyncDisposable {
  /** The operation handle on a SQL Gateway, the statement's name on Confluent Cloud. */
  readonly name: string;
  readonly sql: string;
  /** The job that it started, 32 hex digits; undefined when it started none, and on Confluent Cloud. */
  readonly jobId: string | undefined;
  /** Whether rows come from a query (and may never end) rather than from a finished command. */
  readonly isQuery: boolean;
  readonly columns: readonly Column[];
  /** @throws FlinkSessionGoneError, FlinkStatementNotFoundError */
  status(options?: CallOptions): Promise<StatementStatus>;
  /**
   * The result as changes, in order. It can be read once. Pages are fetched as the reader asks for rows; leaving the loop
   * early closes the statement.
   */
  changelog(options?: CallOptions): Changelog;
  /**
   * Reads a result that ends, and returns the rows that its changes amount to.
   * @throws FlinkStatementError when the statement fails on the way
   */
  rows(options?: CallOptions): Promise<readonly FlinkRow[]>;
  /**
   * Gives the result up, and ends the query behind it. What writes into tables runs on: stop its job, or its statement on
   * Confluent Cloud. Calling it again does nothing.
   */
  close(options?: CallOptions): Promise<void>;
}

/** Anything that executes Flink SQL: a session on a SQL Gateway, or an environment on Confluent Cloud. */
export interface SqlClient extends AsyncDisposable {
  /**
   * Submits one statement and waits until it is accepted: DDL has taken effect, a job is submitted, a query's columns are
   * known.
   * @throws FlinkStatementError with the innermost cause first and the position in the SQL where there is one
   */
  execute(sql: string, options?: ExecuteOptions): Promise<Statement>;
  /** Gives the client's resources up. Calling it again does nothing. */
  close(options?: CallOptions): Promise<void>;
}
