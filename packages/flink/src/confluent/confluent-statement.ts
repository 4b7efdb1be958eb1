import type { Change, RowKind } from "../changelog/change.ts";
import { Changelog } from "../changelog/changelog.ts";
import { parseErrorChain } from "../errors/error-chain.ts";
import { FlinkStatementConflictError, FlinkStatementNotFoundError } from "../errors/statement-errors.ts";
import type { LocateSql } from "../errors/sql-position.ts";
import { statementError } from "../errors/statement-error.ts";
import type { CallOptions, Statement, StatementStatus } from "../sql/statement.ts";
import type { Column } from "../types/logical-type.ts";
import type { FlinkRow } from "../types/value.ts";
import { type Look, pauseMs, type WaitOptions, waitUntil } from "../wait.ts";
import { type ConfluentApi, pageTokenOf, type StatementAnswer, type StatementBody } from "./confluent-api.ts";
import { decodeCell } from "./decode-cell.ts";
import { type ConfluentDescription, type ConfluentPhase, toDescription } from "./description.ts";

/** How a stopped statement goes on. */
export interface ResumeOptions extends WaitOptions {
  readonly computePoolId?: string;
  readonly principal?: string;
}

const OPERATIONS: readonly RowKind[] = ["insert", "update-before", "update-after", "delete"];
const ACCEPTED: ReadonlySet<string> = new Set(["RUNNING", "DEGRADED", "COMPLETED", "STOPPED"]);
const FAILED: ReadonlySet<string> = new Set(["FAILED", "FAILING"]);

/** Who made the statement, and so who ends it. */
export interface Ownership {
  readonly locate: LocateSql | undefined;
  /** Whether closing deletes the statement's query. */
  readonly deletesQuery: boolean;
}

/** A statement on Confluent Cloud. */
export class ConfluentStatement implements Statement {
  readonly name: string;
  readonly sql: string;
  readonly jobId = undefined;
  readonly isQuery: boolean;
  readonly columns: readonly Column[];
  readonly #api: ConfluentApi;
  readonly #description: ConfluentDescription;
  readonly #ownership: Ownership;
  #isClosed = false;

  constructor(api: ConfluentApi, description: ConfluentDescription, ownership: Ownership) {
    this.name = description.name;
    this.sql = description.sql;
    this.isQuery = description.sqlKind === "SELECT";
    this.columns = description.columns;
    this.#api = api;
    this.#description = description;
    this.#ownership = ownership;
  }

  async status(options: CallOptions = {}): Promise<StatementStatus> {
    return (await this.describe(options)).status;
  }

  /** @throws FlinkStatementNotFoundError */
  async describe(options: CallOptions = {}): Promise<ConfluentDescription> {
    return toDescription(await this.#api.describe(this.name, options));
  }

  changelog(options: CallOptions = {}): Changelog {
    let token: string | undefined;
    let isEnded = this.columns.length === 0;
    let emptyPages = 0;
    const next = async (signal?: AbortSignal) => {
      if (isEnded) return undefined;
      if (emptyPages > 0) await this.#api.http.clock.sleep(pauseMs(emptyPages + 2), signal);
      const page = await this.#api.results(this.name, token, { signal });
      token = pageTokenOf(page.metadata.next);
      isEnded = token === undefined;
      const changes = this.#changesOf(page.results.data);
      emptyPages = changes.length === 0 ? emptyPages + 1 : 0;
      if (isEnded || changes.length === 0) await this.#throwIfFailed(signal);
      return isEnded && changes.length === 0 ? undefined : changes;
    };
    const { upsertKey } = this.#description;
    return new Changelog(
      { next, cancel: () => this.close(), ...(upsertKey ? { upsertKey } : {}) },
      options.signal,
    );
  }

  rows(options: CallOptions = {}): Promise<readonly FlinkRow[]> {
    return this.changelog(options).toRows();
  }

  /** What went wrong lately, newest first: failures that the statement may have recovered from. */
  async exceptions(
    options: CallOptions = {},
  ): Promise<readonly { name: string; message: string; at: string | undefined }[]> {
    const { data } = await this.#api.exceptions(this.name, options);
    return data.map(({ name, message, timestamp }) => ({ name, message, at: timestamp }));
  }

  /** Stops the statement and waits until it has stopped; its state is kept, so that it can be resumed. */
  async stop(options: WaitOptions = {}): Promise<void> {
    await this.#change({ stopped: true }, options);
    await this.#reach(["STOPPED", "COMPLETED"], options);
  }

  /** Resumes a stopped statement where it stopped, and waits until it runs. @throws FlinkStatementError when it fails */
  async resume({ computePoolId, principal, ...options }: ResumeOptions = {}): Promise<void> {
    const change = {
      stopped: false,
      ...(computePoolId === undefined ? {} : { compute_pool_id: computePoolId }),
      ...(principal === undefined ? {} : { principal }),
    };
    await this.#change(change, options);
    await this.#reach(["RUNNING", "DEGRADED", "COMPLETED"], options);
  }

  /** Deletes the statement with its state; what it has written stays. A statement that is gone already is left alone. */
  async delete(options: CallOptions = {}): Promise<void> {
    await this.#api.delete(this.name, options).catch(ignoreNotFound);
  }

  async close(options: CallOptions = {}): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.isQuery && this.#ownership.deletesQuery) await this.delete(options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #changesOf(data: readonly { readonly op: number; readonly row: readonly unknown[] }[]): readonly Change[] {
    const context = { timeZone: this.#description.properties["sql.local-time-zone"] ?? "UTC" };
    return data.map(({ op, row }) => ({
      kind: OPERATIONS[op] ?? "insert",
      row: Object.fromEntries(
        this.columns.map(({ name, type }, index) => [name, decodeCell(row[index], type, context)]),
      ),
    }));
  }

  async #throwIfFailed(signal: AbortSignal | undefined): Promise<void> {
    const description = await this.describe({ signal });
    if (description.phase === "FAILED") throw failure(description, this.#ownership.locate);
  }

  /** Reads, changes, writes; when somebody else wrote in between, once more from the start. */
  async #change(spec: Partial<StatementBody["spec"]>, options: CallOptions): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const current = await this.#api.describe(this.name, options);
      const body = updateBody(current, spec, this.#api.place);
      try {
        await this.#api.update(this.name, body, options);
        return;
      } catch (error) {
        if (!(error instanceof FlinkStatementConflictError) || attempt >= 2) throw error;
      }
    }
  }

  async #reach(phases: readonly ConfluentPhase[], options: WaitOptions): Promise<void> {
    const wanted: readonly string[] = phases;
    await waitFor(this.#api, this.name, (phase) => wanted.includes(phase), this.#ownership.locate, options);
  }
}

function updateBody(
  { name, spec, metadata }: StatementAnswer,
  change: Partial<StatementBody["spec"]>,
  place: { readonly organization_id: string; readonly environment_id: string },
) {
  const { statement, properties, compute_pool_id, principal, stopped } = spec;
  return {
    name,
    ...place,
    metadata: { resource_version: metadata.resource_version },
    spec: {
      statement,
      properties,
      stopped,
      ...(compute_pool_id === undefined ? {} : { compute_pool_id }),
      ...(principal === undefined ? {} : { principal }),
      ...change,
    },
  };
}

/** Waits until the statement was accepted or refused. */
export function waitUntilAccepted(
  api: ConfluentApi,
  name: string,
  locate: LocateSql | undefined,
  options: WaitOptions,
): Promise<ConfluentDescription> {
  return waitFor(api, name, (phase) => ACCEPTED.has(phase), locate, options);
}

function waitFor(
  api: ConfluentApi,
  name: string,
  isReached: (phase: string) => boolean,
  locate: LocateSql | undefined,
  options: WaitOptions,
): Promise<ConfluentDescription> {
  const look = async (): Promise<Look<ConfluentDescription>> => {
    const description = toDescription(await api.describe(name, options));
    if (isReached(description.phase)) return { done: description };
    if (FAILED.has(description.phase)) throw failure(description, locate);
    return {
      waitingFor: `${description.phase}${description.scaling ? `, scaling ${description.scaling}` : ""}`,
    };
  };
  return waitUntil(api.http.clock, `statement ${name}`, look, options);
}

function failure({ name, sql, detail }: ConfluentDescription, locate: LocateSql | undefined) {
  return statementError({ sql, statement: name, chain: parseErrorChain(detail ?? ""), locate });
}

function ignoreNotFound(error: unknown): void {
  if (!(error instanceof FlinkStatementNotFoundError)) throw error;
}
