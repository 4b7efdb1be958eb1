import { describeFound, MillraceError } from "@millrace/common";

/** Kafka Connect did not answer at all. */
export class ConnectUnreachableError extends MillraceError {
  readonly code = "CONNECT_UNREACHABLE";
  readonly url: string;

  constructor(url: string, cause: unknown) {
    super(
      `Kafka Connect does not answer at ${url} (${reasonOf(cause)}). ` +
        'Look whether the worker runs: "npm run status", "npm run logs -- connect".',
      { cause },
    );
    this.url = url;
  }
}

/** Kafka Connect answered with an error, or something else than Kafka Connect answered. */
export class ConnectAnswerError extends MillraceError {
  readonly code = "CONNECT_ANSWER";
  readonly url: string;
  readonly status: number;
  /** Connect's own message, or the first 200 characters of the body where it is not Connect's. */
  readonly answer: string;

  constructor(method: string, url: string, facts: { readonly status: number; readonly body: string }) {
    const message = messageOf(facts.body);
    const answer = message ?? facts.body.slice(0, 200);
    const who =
      message === undefined ? "something that is not Kafka Connect answered" : "Kafka Connect answered";
    super(`${method} ${url} failed: ${who} ${facts.status}: ${answer}`);
    this.url = url;
    this.status = facts.status;
    this.answer = answer;
  }
}

/** The workers kept dealing out connectors anew for as long as the request was retried. */
export class ConnectBusyError extends MillraceError {
  readonly code = "CONNECT_BUSY";
  readonly url: string;

  constructor(method: string, url: string, facts: { readonly waitedMs: number; readonly answer: string }) {
    super(
      `${method} ${url} was refused for ${facts.waitedMs / 1000} s because the workers are rebalancing or starting ` +
        `(${facts.answer}). Look whether a worker keeps restarting: "npm run logs -- connect".`,
    );
    this.url = url;
  }
}

/** One thing wrong with a connector's configuration. */
export interface ConnectorConfigProblem {
  readonly key: string;
  /** The value as configured; absent when the key is. */
  readonly value?: string;
  /** Connect's own words, or ours. */
  readonly message: string;
}

/** A connector's configuration is wrong; every problem is named. */
export class ConnectorInvalidError extends MillraceError {
  readonly code = "CONNECTOR_INVALID";
  readonly connector: string;
  readonly file: string;
  readonly problems: readonly ConnectorConfigProblem[];

  constructor(connector: string, file: string, problems: readonly ConnectorConfigProblem[]) {
    const lines = problems.map(({ key, value, message }) => `  ${key} = ${describeFound(value)}: ${message}`);
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`Connector ${connector} (connectors/${file}) has ${count}:\n${lines.join("\n")}`);
    this.connector = connector;
    this.file = file;
    this.problems = problems;
  }
}

/** A connector or one of its tasks failed. */
export class ConnectorFailedError extends MillraceError {
  readonly code = "CONNECTOR_FAILED";
  readonly connector: string;
  /** The task's number; absent when the connector itself failed. */
  readonly task?: number;
  /** The innermost cause, in Java's words. */
  readonly reason: string;
  /** The whole Java stack trace. */
  readonly trace: string;

  constructor(
    connector: string,
    facts: { readonly task?: number; readonly reason: string; readonly trace: string },
  ) {
    const part = facts.task === undefined ? "itself" : `in task ${facts.task}`;
    super(
      `Connector ${connector} failed ${part}: ${facts.reason}. Set right what it names, then apply again ` +
        "(failed tasks are restarted).",
    );
    this.connector = connector;
    if (facts.task !== undefined) this.task = facts.task;
    this.reason = facts.reason;
    this.trace = facts.trace;
  }
}

/** Connectors did not come to run in time. */
export class ConnectorsNotRunningError extends MillraceError {
  readonly code = "CONNECTORS_NOT_RUNNING";
  /** State by connector: `RUNNING, tasks UNASSIGNED`. */
  readonly states: Readonly<Record<string, string>>;

  constructor(timeoutMs: number, states: Readonly<Record<string, string>>) {
    const lines = Object.entries(states).map(([name, state]) => `  ${name}: ${state}`);
    super(
      `Not every connector runs after ${timeoutMs / 1000} s, expected RUNNING with at least one task:\n` +
        `${lines.join("\n")}\nLook at "npm run logs -- connect".`,
    );
    this.states = states;
  }
}

/** Connect's own message in an error body; undefined when the body is not Connect's. */
export function messageOf(body: string): string | undefined {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json === "object" && json !== null && "error_code" in json && "message" in json) {
      return String(json.message);
    }
  } catch {
    // Not JSON: not Connect's.
  }
  return undefined;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? cause.cause : cause;
  return inner.message || inner.name;
}
