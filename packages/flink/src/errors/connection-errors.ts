import { describeCause, type FlinkCause, innermostCause } from "./error-chain.ts";
import { FlinkError } from "./flink-error.ts";

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

/** What an unknown error says, with the reason that `fetch` hides in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error && cause.message !== "" ? cause.message : error.message;
}
