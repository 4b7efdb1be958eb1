import { DatabaseUnavailableError, OverloadedError, QueryTimeoutError, StoreBehindError } from "./errors.ts";

/** Classes of SQLSTATE that say that the server cannot answer now, or that it does not know us. */
const unavailable = /^(08|28|3D|57P|58|53|F0|XX)/;
/** No such table, column or schema, or no right to read it. */
const behind: ReadonlySet<string> = new Set(["42P01", "42703", "3F000", "42501"]);
/** What pg-pool says when no connection became free in time. */
const nobodyFree = "timeout exceeded when trying to connect";

/**
 * What an error of `pg` means to a caller; an error of our own making, a statement that is wrong, comes back as it is.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function databaseFault(error: unknown, statementTimeoutMs: number): unknown {
  if (!(error instanceof Error)) return error;
  const { message } = error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (code === "57014") return new QueryTimeoutError(statementTimeoutMs, error);
  // Too many connections.
  if (code === "53300" || message === nobodyFree) return new OverloadedError(error);
  if (code !== undefined && behind.has(code)) return new StoreBehindError(message, error);
  const isState = code !== undefined && /^[0-9A-Z]{5}$/.test(code);
  if (isState && !unavailable.test(code)) return error;
  // Without a SQLSTATE it is the connection that has failed, or the client's own timeout.
  return new DatabaseUnavailableError(message === "" ? (code ?? error.name) : message, error);
}
