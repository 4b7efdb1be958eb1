/** Every `code` of the family. */
export type FlinkErrorCode =
  | "unreachable"
  | "timeout"
  | "unexpected-answer"
  | "unsupported-version"
  | "refused"
  | "unauthorized"
  | "session-gone"
  | "result-gone"
  | "statement-failed"
  | "statement-not-found"
  | "statement-conflict"
  | "job-failed"
  | "job-not-found"
  | "savepoint-failed"
  | "undecodable-value";

/** The base of everything this library throws, except the reason of an aborted signal, which passes unchanged. */
export abstract class FlinkError extends Error {
  abstract readonly code: FlinkErrorCode;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
  }
}
