import type { Change, ChangeSource, RowKind } from "../changelog/change.ts";
import { FlinkRefusedError, FlinkUnexpectedAnswerError } from "../errors/connection-errors.ts";
import { FlinkStatementError } from "../errors/statement-errors.ts";
import { type LocateSql } from "../errors/sql-position.ts";
import { statementError } from "../errors/statement-error.ts";
import type { JobManager } from "../jobs/job-manager.ts";
import { type DecodeContext, decodeJson } from "../types/decode.ts";
import { decodePlainText } from "../types/decode-text.ts";
import { type Column, someType } from "../types/logical-type.ts";
import { pauseMs } from "../wait.ts";
import type { GatewayApi, ResultPage, RowFormat } from "./gateway-api.ts";

const KINDS: Readonly<Record<string, RowKind>> = {
  INSERT: "insert",
  UPDATE_BEFORE: "update-before",
  UPDATE_AFTER: "update-after",
  DELETE: "delete",
};

/** What a reader needs to know about the operation whose result it reads. */
export interface ReadTarget {
  readonly api: GatewayApi;
  readonly session: string;
  readonly operation: string;
  readonly sql: string;
  readonly locate: LocateSql | undefined;
  /** The format to start with; a page that JSON cannot hold is asked for again as plain text. */
  readonly rowFormat: RowFormat;
  /** When the statement was submitted, by the client's clock. */
  readonly submittedAt: number;
  /** Tells whether a query's tasks have started. */
  readonly jobManager: JobManager | undefined;
  /** Keeps an ending that nobody waits for until the session is closed. */
  endLater(ending: Promise<void>): void;
  /** The session's `table.local-time-zone`; asked for only when an instant has to be read. */
  timeZone(signal?: AbortSignal): Promise<string>;
}

/** Reads the result of one operation page by page, and tells when it ended. */
export class ResultReader implements Omit<ChangeSource, "cancel"> {
  readonly #target: ReadTarget;
  #token: string | undefined = "0";
  #format: RowFormat;
  #emptyPages = 0;
  #isSafeToEnd = false;
  #context: DecodeContext | undefined;

  constructor(target: ReadTarget) {
    this.#target = target;
    this.#format = target.rowFormat;
  }

  /** Whether the query has sent a row, has ended, or has failed: then its tasks are not starting any more. */
  get isSafeToEnd(): boolean {
    return this.#isSafeToEnd || this.ended;
  }

  get ended(): boolean {
    return this.#token === undefined;
  }

  /** Waits until the operation has a result, and returns the first page. */
  async first(signal?: AbortSignal): Promise<ResultPage> {
    for (let attempt = 0; ; attempt += 1) {
      const page = await this.#fetch(signal);
      if (page.resultType !== "NOT_READY") return page;
      await this.#target.api.http.clock.sleep(pauseMs(attempt), signal);
    }
  }

  async next(signal?: AbortSignal): Promise<readonly Change[] | undefined> {
    if (this.ended) return undefined;
    if (this.#emptyPages > 0) await this.#target.api.http.clock.sleep(pauseMs(this.#emptyPages - 1), signal);
    const changes = await this.changesOf(await this.#fetch(signal), signal);
    this.#emptyPages = changes.length === 0 ? this.#emptyPages + 1 : 0;
    return this.ended && changes.length === 0 ? undefined : changes;
  }

  async changesOf(page: ResultPage, signal?: AbortSignal): Promise<readonly Change[]> {
    const results = page.results;
    if (results === undefined || results.data.length === 0) return [];
    const columns = columnsOf(page);
    this.#context ??= { timeZone: needsTimeZone(columns) ? await this.#target.timeZone(signal) : "UTC" };
    const context = this.#context;
    const decode = results.rowFormat === "JSON" ? decodeJson : decodePlainText;
    return results.data.map(({ kind, fields }) => ({
      kind: KINDS[kind] ?? "insert",
      row: Object.fromEntries(
        columns.map(({ name, type }, index) => [name, decode(fields[index], type, context)]),
      ),
    }));
  }

  async #fetch(signal?: AbortSignal): Promise<ResultPage> {
    const { api, session, operation } = this.#target;
    const token = this.#token ?? "0";
    const ask = (format: RowFormat) =>
      api.page(session, operation, token, format, {
        signal,
        onRefusal: (refusal) =>
          isTooRich(refusal.body)
            ? undefined
            : statementError({ ...this.#target, ...refusal, statement: operation }),
      });
    let page: ResultPage;
    try {
      page = await ask(this.#format);
    } catch (error) {
      if (!(error instanceof FlinkRefusedError) || this.#format === "PLAIN_TEXT") throw this.#explain(error);
      this.#format = "PLAIN_TEXT";
      page = await ask(this.#format).catch((second: unknown) => {
        throw this.#explain(second);
      });
    }
    if (page.resultType !== "NOT_READY") this.#token = nextToken(page, api.http.url);
    this.#isSafeToEnd ||= (page.results?.data.length ?? 0) > 0;
    return page;
  }

  /** A type that neither format can hold: say what to do, in the words of a failed statement. */
  #explain(error: unknown): unknown {
    this.#isSafeToEnd ||= error instanceof FlinkStatementError;
    if (!(error instanceof FlinkRefusedError)) return error;
    const message =
      "The SQL Gateway has no form for a type of this result (structured types; before API version 2 also maps whose keys are no strings). CAST the column to ROW<…> or STRING in the SELECT";
    return statementError({
      ...this.#target,
      statement: this.#target.operation,
      chain: [...error.chain, { className: "", message }],
      cause: error,
    });
  }
}

/** The gateway's word for "JSON has no form for a type of this result". */
function isTooRich(body: string): boolean {
  return body.includes("Could not map response to JSON");
}

export function columnsOf(page: ResultPage): readonly Column[] {
  return (page.results?.columns ?? []).map(({ name, logicalType, comment }) => ({
    name,
    type: logicalType,
    ...(comment === undefined ? {} : { comment }),
  }));
}

function needsTimeZone(columns: readonly Column[]): boolean {
  return columns.some((column) => someType(column.type, (type) => type.kind === "TIMESTAMP_LTZ"));
}

function nextToken(page: ResultPage, url: string): string | undefined {
  if (page.resultType === "EOS") return undefined;
  const token = /\/result\/(\d+)/.exec(page.nextResultUri ?? "")?.[1];
  if (token !== undefined) return token;
  throw new FlinkUnexpectedAnswerError({
    service: "SQL Gateway",
    url,
    status: 200,
    body: JSON.stringify(page.nextResultUri ?? null),
    problem: "the result has no address of its next page",
  });
}
