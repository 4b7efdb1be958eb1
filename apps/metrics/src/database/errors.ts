import { MillraceError } from "@millrace/common";

/** The database gives no answer now: it is not reached, or says that it is starting or stopping. */
export class DatabaseUnavailableError extends MillraceError {
  readonly code = "DATABASE_UNAVAILABLE";

  constructor(reason: string, cause: unknown) {
    super(`the database gives no answer: ${reason}`, { cause });
  }
}

/** A statement has run for longer than it may. */
export class QueryTimeoutError extends MillraceError {
  readonly code = "QUERY_TIMEOUT";
  readonly timeoutMs: number;

  constructor(timeoutMs: number, cause: unknown) {
    super(`a statement has run for longer than ${timeoutMs} ms`, { cause });
    this.timeoutMs = timeoutMs;
  }
}

/** As many statements run and wait as may. */
export class OverloadedError extends MillraceError {
  readonly code = "OVERLOADED";

  constructor(cause?: unknown) {
    super("as many statements run and wait as may", { cause });
  }
}

/** The store has no such table or column, or does not let this role read it: it was not made yet for what is served. */
export class StoreBehindError extends MillraceError {
  readonly code = "STORE_BEHIND";

  constructor(reason: string, cause: unknown) {
    super(`the store does not have what is served: ${reason}`, { cause });
  }
}
