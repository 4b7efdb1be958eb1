import { describeCause, type FlinkCause, innermostCause } from "./error-chain.ts";
import type { SqlPosition } from "./sql-position.ts";

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

/** Nobody answered at the address: the server is down, or the address is wrong. */
export class FlinkUnreachableError extends FlinkError {
  readonly code = "unreachable";
  readonly url: string;

  constructor(service: string, url: string, cause: unknown) {
    super(
      `No answer from the ${service} at ${url}: ${reasonOf(cause)}. Check that it runs and that the address is right.`,
      { cause },
    );
    this.url = url;
  }
}

/** A wait was longer than its limit. */
export class FlinkTimeoutError extends FlinkError {
  readonly code = "timeout";
  readonly limitMs: number;

  constructor(what: string, limitMs: number, lastSeen?: string) {
    super(`Waited ${limitMs} ms for ${what}${lastSeen === undefined ? "" : `; last seen: ${lastSeen}`}.`);
    this.limitMs = limitMs;
  }
}

/** An answer that this server would not give: not JSON, cut off, or of another shape. */
export class FlinkUnexpectedAnswerError extends FlinkError {
  readonly code = "unexpected-answer";
  readonly url: string;
  readonly status: number;
  /** The first part of the body. */
  readonly body: string;

  constructor(facts: {
    service: string;
    url: string;
    status: number;
    body: string;
    problem: string;
    cause?: unknown;
  }) {
    const body = facts.body.slice(0, 200);
    super(
      `Not an answer of the ${facts.service}: ${facts.problem}. ${facts.url} answered HTTP ${facts.status} with ` +
        `${body === "" ? "an empty body" : JSON.stringify(body)}. Probably something else listens there, a proxy stands between, or the versions differ.`,
      facts,
    );
    this.url = facts.url;
    this.status = facts.status;
    this.body = body;
  }
}

/** The server does not speak a version of the protocol that this library, or this call, needs. */
export class FlinkUnsupportedVersionError extends FlinkError {
  readonly code = "unsupported-version";
  readonly served: readonly string[];
  readonly supported: readonly string[];

  /** @param need completes `…, but` : `this library speaks v1` */
  constructor(url: string, served: readonly string[], supported: readonly string[], need: string) {
    super(
      `The SQL Gateway at ${url} serves API version ${served.join(", ") || "(none)"}, but ${need}. ` +
        "Use a newer Flink, or a version of this library that fits.",
    );
    this.served = served;
    this.supported = supported;
  }
}

/** The server understood the request and refused it; no other class of the family fits. */
export class FlinkRefusedError extends FlinkError {
  readonly code = "refused";
  readonly url: string;
  readonly status: number;
  readonly chain: readonly FlinkCause[];

  constructor(facts: {
    service: string;
    action: string;
    url: string;
    status: number;
    chain: readonly FlinkCause[];
  }) {
    const root = innermostCause(facts.chain);
    super(
      `The ${facts.service} refused to ${facts.action} (HTTP ${facts.status}): ${root ? describeCause(root) : "no reason given"}`,
    );
    this.url = facts.url;
    this.status = facts.status;
    this.chain = facts.chain;
  }
}

/** The credentials are missing, wrong, or lack the right. */
export class FlinkUnauthorizedError extends FlinkError {
  readonly code = "unauthorized";
  readonly status: number;

  constructor(service: string, action: string, status: number, detail: string) {
    super(
      `The ${service} does not let these credentials ${action} (HTTP ${status}): ${detail}. ` +
        (status === 403 ? "Grant the role that it needs." : "Check the API key and its secret."),
    );
    this.status = status;
  }
}

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

/** A job ended in another way than was waited for. */
export class FlinkJobError extends FlinkError {
  readonly code = "job-failed";
  readonly jobId: string;
  readonly state: string;
  readonly chain: readonly FlinkCause[];

  constructor(jobId: string, name: string, state: string, chain: readonly FlinkCause[]) {
    const root = innermostCause(chain);
    super(
      `Job ${jobId} (${name}) is ${state}${root ? `: ${describeCause(root)}` : " and will not reach the state waited for"}.`,
    );
    this.jobId = jobId;
    this.state = state;
    this.chain = chain;
  }
}

/** The JobManager knows no such job. */
export class FlinkJobNotFoundError extends FlinkError {
  readonly code = "job-not-found";
  readonly jobId: string;

  constructor(jobId: string, url: string) {
    super(
      `The JobManager at ${url} knows no job ${jobId}. It ended long ago, the cluster was restarted, or the job runs on another cluster.`,
    );
    this.jobId = jobId;
  }
}

const NOT_STARTED = " Wait until every subtask runs: JobManager.waitUntilRunning.";

/** A savepoint was not made, or not disposed of. */
export class FlinkSavepointError extends FlinkError {
  readonly code = "savepoint-failed";
  readonly jobId: string | undefined;
  readonly chain: readonly FlinkCause[];

  constructor(action: string, chain: readonly FlinkCause[], jobId?: string) {
    const root = innermostCause(chain);
    const advice = root?.message.includes("Not all required tasks are currently running") ? NOT_STARTED : "";
    super(`Could not ${action}: ${root ? describeCause(root) : "no reason given"}${advice}`);
    this.jobId = jobId;
    this.chain = chain;
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

/** What an unknown error says, with the reason that `fetch` hides in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error && cause.message !== "" ? cause.message : error.message;
}
