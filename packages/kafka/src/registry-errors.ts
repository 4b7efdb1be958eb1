import { MillraceError } from "@millrace/common";

/** The registry did not answer. */
export class RegistryUnreachableError extends MillraceError {
  readonly code = "REGISTRY_UNREACHABLE";
  readonly url: string;

  constructor(url: string, cause: unknown) {
    super(
      `the schema registry did not answer at ${url} (${reasonOf(cause)}); check that it runs and that this address reaches it`,
      { cause },
    );
    this.url = url;
  }
}

/** The registry refused a schema because it is not compatible with the versions it holds. */
export class SchemaIncompatibleError extends MillraceError {
  readonly code = "SCHEMA_INCOMPATIBLE";
  readonly subject: string;
  /** What the registry says is wrong, in its own words. */
  readonly reasons: readonly string[];

  constructor(subject: string, reasons: readonly string[]) {
    super(
      `the schema of ${subject} is not compatible with the registered one: ${reasons.join("; ")}. ` +
        "Give new fields a default and keep the types of the others, or use a new subject",
    );
    this.subject = subject;
    this.reasons = reasons;
  }
}

/** The registry holds no such subject, version or id. */
export class SchemaNotFoundError extends MillraceError {
  readonly code = "SCHEMA_NOT_FOUND";
  readonly wanted: string;

  constructor(wanted: string, detail: string) {
    super(`the schema registry has no ${wanted} (${detail}); register the schema first`);
    this.wanted = wanted;
  }
}

/** The registry refused a request for another reason: a schema it cannot read, missing rights, a reserved name. */
export class RegistryRefusedError extends MillraceError {
  readonly code = "REGISTRY_REFUSED";
  readonly status: number;
  /** The registry's own code: 42201 is a schema that it cannot read. */
  readonly errorCode: number;

  constructor(
    wanted: string,
    facts: { readonly status: number; readonly errorCode: number; readonly message: string },
  ) {
    const advice =
      facts.status === 401 || facts.status === 403 ? "check the credentials" : "correct the request";
    super(
      `the schema registry refused a request for ${wanted} with ${facts.status}, code ${facts.errorCode}: ${facts.message}; ${advice}`,
    );
    this.status = facts.status;
    this.errorCode = facts.errorCode;
  }
}

/** An answer that the registry API does not promise: another program on the port, a proxy, a fault. */
export class RegistryAnswerError extends MillraceError {
  readonly code = "REGISTRY_ANSWER";
  readonly status: number;
  readonly url: string;
  /** The first 300 characters of the answer. */
  readonly bodyStart: string;

  constructor(facts: {
    readonly url: string;
    readonly status: number;
    readonly body: string;
    readonly server: string | null;
  }) {
    const bodyStart = facts.body.slice(0, 300);
    const from = facts.server === null ? "" : ` from server "${facts.server}"`;
    super(
      `${facts.url} answered ${facts.status}${from}: ${bodyStart || "(empty)"}; expected an answer of the Confluent schema ` +
        "registry API, check the address (for Apicurio it ends in /apis/ccompat/v7)",
    );
    this.status = facts.status;
    this.url = facts.url;
    this.bodyStart = bodyStart;
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? cause.cause : cause;
  return inner.message || inner.name;
}
