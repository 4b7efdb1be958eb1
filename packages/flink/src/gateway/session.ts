import { FlinkSessionGoneError } from "../errors/statement-errors.ts";
import { statementError } from "../errors/statement-error.ts";
import type { JobManager } from "../jobs/job-manager.ts";
import type { CallOptions, ExecuteOptions, SqlClient } from "../sql/statement.ts";
import type { GatewayApi, RowFormat } from "./gateway-api.ts";
import { type GatewayStatement, openStatement } from "./gateway-statement.ts";

/** How a session keeps itself alive. */
export interface HeartbeatOptions {
  /** Milliseconds between two heartbeats; default 60,000. The gateway drops idle sessions after 10 minutes by default. */
  readonly intervalMs?: number;
  /** Told when a heartbeat fails; the next one is tried all the same, unless the session is gone. */
  readonly onError?: (error: unknown) => void;
}

/** How a statement is executed in a session. */
export interface SessionExecuteOptions extends ExecuteOptions {
  /**
   * The form in which rows are asked for; default `JSON`, with plain text as soon as a type needs it. Plain text writes nested
   * values ambiguously, so ask for it only to see exactly what Flink prints.
   */
  readonly rowFormat?: RowFormat;
}

const TIME_ZONE = "table.local-time-zone";

/** A session on a SQL Gateway: its catalogs, temporary tables and settings live until it is closed. */
export class GatewaySession implements SqlClient {
  readonly handle: string;
  readonly #api: GatewayApi;
  #stopHeartbeat: () => void = () => undefined;
  #isClosed = false;

  readonly #jobManager: JobManager | undefined;
  readonly #queries = new Set<GatewayStatement>();
  readonly #endings = new Set<Promise<void>>();

  constructor(api: GatewayApi, handle: string, jobManager: JobManager | undefined) {
    this.handle = handle;
    this.#api = api;
    this.#jobManager = jobManager;
  }

  async execute(sql: string, options: SessionExecuteOptions = {}): Promise<GatewayStatement> {
    const { operationHandle } = await this.#api.submit(this.handle, sql, {
      signal: options.signal,
      onRefusal: ({ chain }) => statementError({ sql, chain, locate: options.locate }),
    });
    const target = {
      api: this.#api,
      submittedAt: this.#api.http.clock.now(),
      jobManager: this.#jobManager,
      session: this.handle,
      operation: operationHandle,
      sql,
      locate: options.locate,
      rowFormat: options.rowFormat ?? "JSON",
      endLater: (ending: Promise<void>) => this.#endLater(ending),
      timeZone: (signal?: AbortSignal) => this.#timeZone(signal),
    };
    const statement = await openStatement(target, options.signal);
    for (const query of this.#queries) if (query.isClosed) this.#queries.delete(query);
    if (statement.isQuery) this.#queries.add(statement);
    return statement;
  }

  /**
   * Runs a SET, RESET, CREATE, DROP, ALTER, USE or LOAD statement at once, without an operation. From API version 2 on.
   * @throws FlinkStatementError
   */
  async configure(sql: string, options: ExecuteOptions = {}): Promise<void> {
    await this.#api.configureSession(this.handle, sql, {
      signal: options.signal,
      onRefusal: ({ chain }) => statementError({ sql, chain, locate: options.locate }),
    });
  }

  /** The session's settings together with the cluster's. */
  async properties(options: CallOptions = {}): Promise<Readonly<Record<string, string>>> {
    return (await this.#api.sessionProperties(this.handle, options)).properties;
  }

  /** Words that could stand at `position` (characters from the start of the text). From API version 2 on. */
  async complete(sql: string, position: number, options: CallOptions = {}): Promise<readonly string[]> {
    return (await this.#api.complete(this.handle, sql, position, options)).candidates;
  }

  /** Tells the gateway that the session is in use. */
  async heartbeat(options: CallOptions = {}): Promise<void> {
    await this.#api.heartbeat(this.handle, options);
  }

  async close(options: CallOptions = {}): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopHeartbeat();
    // The gateway would end its queries too, but without waiting until that is safe.
    await Promise.all([...[...this.#queries].map((query) => query.close(options)), ...this.#endings]);
    await this.#api.closeSession(this.handle, options).catch((error: unknown) => {
      if (!(error instanceof FlinkSessionGoneError)) throw error;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Sends heartbeats until the session is closed or gone. */
  startHeartbeat({ intervalMs = 60_000, onError }: HeartbeatOptions = {}): void {
    this.#stopHeartbeat();
    this.#stopHeartbeat = this.#api.http.clock.every(intervalMs, () => {
      this.heartbeat().catch((error: unknown) => {
        if (error instanceof FlinkSessionGoneError) this.#stopHeartbeat();
        onError?.(error);
      });
    });
  }

  /**
   * The gateway writes instants as wall-clock time of the session's zone, whose default is the gateway machine's own and cannot
   * be asked for. A session without a zone therefore gets UTC.
   */
  async ensureTimeZone(signal?: AbortSignal): Promise<void> {
    const zone = (await this.properties({ signal }))[TIME_ZONE];
    if (zone === undefined || zone === "default") {
      const statement = await this.execute(`SET '${TIME_ZONE}' = 'UTC'`, { signal });
      await statement.close();
    }
  }

  /** An ending that fails leaves an operation that the gateway ends with the session. */
  #endLater(ending: Promise<void>): void {
    const kept = ending.catch(() => undefined).finally(() => this.#endings.delete(kept));
    this.#endings.add(kept);
  }

  async #timeZone(signal?: AbortSignal): Promise<string> {
    return (await this.properties({ signal }))[TIME_ZONE] ?? "UTC";
  }
}
