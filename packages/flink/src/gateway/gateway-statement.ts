import type { Change } from "../changelog/change.ts";
import { Changelog } from "../changelog/changelog.ts";
import { FlinkError } from "../errors/flink-error.ts";
import {
  FlinkDecodeError,
  FlinkResultGoneError,
  FlinkSessionGoneError,
  FlinkStatementError,
} from "../errors/statement-errors.ts";
import type { CallOptions, Statement, StatementStatus } from "../sql/statement.ts";
import { type Column, someType } from "../types/logical-type.ts";
import type { FlinkRow } from "../types/value.ts";
import type { OperationStatus } from "./gateway-api.ts";
import { settle } from "./settle.ts";
import { columnsOf, type ReadTarget, ResultReader } from "./result-reader.ts";

const STATUS: Readonly<Record<OperationStatus, StatementStatus>> = {
  INITIALIZED: "pending",
  PENDING: "pending",
  RUNNING: "running",
  FINISHED: "finished",
  CANCELED: "canceled",
  CLOSED: "closed",
  ERROR: "failed",
  TIMEOUT: "failed",
};

/** Before there is a result: only then does the gateway let itself be told to cancel. */
const PLANNING: ReadonlySet<OperationStatus> = new Set(["INITIALIZED", "PENDING", "RUNNING"]);

/** What the first page of a result tells about its statement. */
interface Opening {
  readonly jobId: string | undefined;
  readonly isQuery: boolean;
  readonly columns: readonly Column[];
}

/** A statement on a SQL Gateway. The result of a command is read at once, so that nothing stays open there. */
export class GatewayStatement implements Statement {
  readonly name: string;
  readonly sql: string;
  readonly jobId: string | undefined;
  readonly isQuery: boolean;
  readonly columns: readonly Column[];
  readonly #target: ReadTarget;
  readonly #reader: ResultReader;
  #first: readonly Change[] | undefined;
  #closing: Promise<void> | undefined;
  #isClosed = false;
  #isRead = false;

  constructor(target: ReadTarget, reader: ResultReader, opening: Opening, first: readonly Change[]) {
    this.name = target.operation;
    this.sql = target.sql;
    this.jobId = opening.jobId;
    this.isQuery = opening.isQuery;
    this.columns = opening.columns;
    this.#target = target;
    this.#reader = reader;
    this.#first = first;
  }

  async status(options: CallOptions = {}): Promise<StatementStatus> {
    if (this.#closing) return this.#reader.ended ? "finished" : "closed";
    const { api, session, operation } = this.#target;
    return STATUS[(await api.status(session, operation, options)).status];
  }

  changelog(options: CallOptions = {}): Changelog {
    let isReader = false;
    const next = async (signal?: AbortSignal) => {
      if (this.#isRead && !isReader) throw new FlinkResultGoneError(this.name, "it has been read");
      isReader = true;
      this.#isRead = true;
      const first = this.#first;
      this.#first = undefined;
      return first ?? (await this.#next(signal));
    };
    return new Changelog({ next, cancel: () => this.#giveUp() }, options.signal);
  }

  rows(options: CallOptions = {}): Promise<readonly FlinkRow[]> {
    return this.changelog(options).toRows();
  }

  /** Whether it has been closed, by its reader, at its end, or with its session. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(options: CallOptions = {}): Promise<void> {
    this.#closing ??= this.#end(options).catch((error: unknown) => {
      this.#closing = undefined;
      throw error;
    });
    return this.#closing;
  }

  async #end(options: CallOptions): Promise<void> {
    const { api, session, operation, jobManager, submittedAt } = this.#target;
    try {
      if (this.jobId !== undefined && this.isQuery && !this.#reader.isSafeToEnd) {
        await settle(api.http.clock, jobManager, { jobId: this.jobId, submittedAt }, options.signal);
      }
      // Closing ends the job of a query; the gateway's own cancel refuses an operation whose result can be read.
      await api.closeOperation(session, operation, options);
    } catch (error) {
      if (!(error instanceof FlinkSessionGoneError || error instanceof FlinkResultGoneError)) throw error;
    }
    this.#isClosed = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Whoever gives reading up is not made to wait until the query can be ended. */
  async #giveUp(): Promise<void> {
    if (this.#reader.isSafeToEnd) await this.close();
    else this.#target.endLater(this.close());
  }

  async #next(signal?: AbortSignal): Promise<readonly Change[] | undefined> {
    if (this.#closing && !this.#reader.ended) {
      throw new FlinkResultGoneError(this.name, "the statement was closed");
    }
    const changes = await this.#reader.next(signal);
    if (this.#reader.ended) await this.close(signal ? { signal } : {});
    return changes;
  }
}

/** Waits for the statement's first page; reads a command to its end and closes its operation. */
export async function openStatement(target: ReadTarget, signal?: AbortSignal): Promise<GatewayStatement> {
  const reader = new ResultReader(target);
  try {
    const page = await reader.first(signal);
    const opening = { jobId: page.jobID, isQuery: page.isQueryResult, columns: columnsOf(page) };
    refuseRaw(opening.columns);
    const first = [...(await reader.changesOf(page, signal))];
    if (opening.isQuery) return new GatewayStatement(target, reader, opening, first);
    for (let more = await reader.next(signal); more; more = await reader.next(signal)) first.push(...more);
    const statement = new GatewayStatement(target, reader, opening, first);
    await statement.close();
    return statement;
  } catch (error) {
    target.endLater(abandon(target, error));
    throw error;
  }
}

/**
 * The gateway of Flink 2.2.0 runs out of memory when it reads a value of type RAW, and takes every session with it: such a result
 * is refused before its first row.
 */
function refuseRaw(columns: readonly Column[]): void {
  const raw = columns.find(({ type }) =>
    someType(type, (inner) => inner.kind === "OPAQUE" && inner.name === "RAW"),
  );
  if (raw === undefined) return;
  const advice =
    "The SQL Gateway runs out of memory when it reads a RAW value: CAST it to STRING or BYTES in the SELECT.";
  throw new FlinkDecodeError("RAW", `column ${raw.name}`, advice);
}

/** Ends an operation whose result nobody will read; the error that led here matters more than this one's. */
async function abandon(target: ReadTarget, error: unknown): Promise<void> {
  const { api, session, operation, submittedAt } = target;
  const ignore = (failure: unknown) => {
    if (!(failure instanceof FlinkError)) throw failure;
  };
  // Flink's own refusal left nothing behind; anything else may have left a plan in the making, or a query that just starts.
  if (!(error instanceof FlinkStatementError) || error.cause !== undefined) {
    const status = await api.status(session, operation, {}).catch(ignore);
    if (status !== undefined && PLANNING.has(status.status)) {
      await api.cancelOperation(session, operation, {}).catch(ignore);
    } else {
      await settle(api.http.clock, undefined, { jobId: "", submittedAt });
    }
  }
  await api.closeOperation(session, operation, {}).catch(ignore);
}
