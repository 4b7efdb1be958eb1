import type { LogSink } from "@millrace/common";
import pg from "pg";
import type { DatabaseConfig } from "../config.ts";
import { databaseFault } from "./database-fault.ts";
import { OverloadedError } from "./errors.ts";

/** A row by the place of its columns, as {@link Database.rows} gives it. */
export type RawRow = readonly unknown[];

/** What is counted of the connections. */
export interface DatabaseFacts {
  readonly connections: number;
  readonly idle: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}

/** How a {@link Database} is opened. */
export interface DatabaseOptions extends DatabaseConfig {
  readonly log: LogSink;
  /** How long a connection may take to open, and a statement may wait for one. Default 2,000. */
  readonly patienceMs?: number;
  /** How many statements may wait for a connection. Default: 10 a connection. */
  readonly maxWaiting?: number;
}

/** What the client grants the server beyond the statement's own time, to say that it was over. */
const answerMs = 1_000;
const { builtins } = pg.types;
/** Kept in Postgres' own text: what `Date` and `number` cannot hold would be lost. */
const asText: ReadonlySet<number> = new Set([
  builtins.TIMESTAMPTZ,
  builtins.INT8,
  builtins.INT4,
  builtins.NUMERIC,
  builtins.FLOAT8,
]);

/** Statements on the store: they can only read, each runs for a bounded time, and not too many wait. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #options: DatabaseOptions;
  readonly #maxWaiting: number;

  /** Connects when the first statement comes, and again whenever a connection is lost. */
  constructor(options: DatabaseOptions) {
    const { url, poolMax, statementTimeoutMs, patienceMs = 2_000, maxWaiting = poolMax * 10, log } = options;
    this.#options = options;
    this.#maxWaiting = maxWaiting;
    this.#pool = new pg.Pool({
      connectionString: url.reveal(),
      max: poolMax,
      connectionTimeoutMillis: patienceMs,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + answerMs,
      application_name: "millrace-metrics",
      options: "-c default_transaction_read_only=on -c TimeZone=UTC -c DateStyle=ISO",
      keepAlive: true,
    });
    // A connection that fails while nobody uses it; without a listener the process would end.
    this.#pool.on("error", (error) => log.warn({ err: error }, "a connection to the database is lost"));
  }

  get facts(): DatabaseFacts {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { connections: totalCount, idle: idleCount, waiting: waitingCount };
  }

  /**
   * Runs a statement. Times (`2026-01-15 10:30:00.123+00`), whole numbers, decimals and doubles come as Postgres' own text.
   * @param name prepares it under this name, once a connection: for statements of which there are few
   * @throws DatabaseUnavailableError, QueryTimeoutError, OverloadedError, StoreBehindError; what Postgres says of a wrong statement
   */
  async rows(text: string, values: readonly unknown[] = [], name?: string): Promise<readonly RawRow[]> {
    if (this.#pool.waitingCount >= this.#maxWaiting) throw new OverloadedError();
    try {
      const { rows } = await this.#pool.query<unknown[]>({
        text,
        values: [...values],
        rowMode: "array",
        types,
        ...(name === undefined ? {} : { name }),
      });
      return rows;
    } catch (error) {
      throw databaseFault(error, this.#options.statementTimeoutMs);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    asText.has(oid) ? (value: unknown) => value : (pg.types.getTypeParser(oid, format) as never),
};
