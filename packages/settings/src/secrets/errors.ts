import { MillraceError } from "@millrace/common";

/** A `${secret:…}` cannot be read. */
export class SecretReferenceError extends MillraceError {
  readonly code = "SECRET_REFERENCE_INVALID";
  /** As it stands in the text, without its default. */
  readonly reference: string;

  constructor(
    reference: string,
    found: string,
    { expected, suggestion }: { readonly expected: string; readonly suggestion?: string | undefined },
  ) {
    const hint = suggestion === undefined ? "" : `; did you mean "${suggestion}"?`;
    super(`${reference}: found ${found}, expected ${expected}${hint}`);
    this.reference = reference;
  }
}

/** A secret that is asked for and that no backend has. */
export interface MissingSecret {
  /** `${secret:vault:kv/db#password}` */
  readonly reference: string;
  readonly name: string;
  /** Where it was looked for, in order: `env (variable DB_PASSWORD)`. */
  readonly lookedIn: readonly string[];
  /** What needs it: `connectors/orders.json, key connection.password`. */
  readonly usedBy: string;
}

/** Secrets do not exist; all that were asked for at once are listed. */
export class SecretsMissingError extends MillraceError {
  readonly code = "SECRETS_MISSING";
  readonly missing: readonly MissingSecret[];

  constructor(missing: readonly MissingSecret[]) {
    const lines = missing.map(
      ({ name, usedBy, reference, lookedIn }) =>
        `  "${name}", used by ${usedBy} as ${reference}: not in ${lookedIn.join(", nor in ")}`,
    );
    const count = missing.length === 1 ? "one secret does" : `${missing.length} secrets do`;
    super(
      `${count} not exist; put them where they are looked for, or give a default after ":-"\n${lines.join("\n")}`,
    );
    this.missing = missing;
  }
}

/** A secret exists and has not the part that is asked for. */
export class SecretFieldError extends MillraceError {
  readonly code = "SECRET_FIELD_MISSING";
  readonly reference: string;
  readonly usedBy: string;

  constructor(reference: string, { reason, usedBy }: { readonly reason: string; readonly usedBy: string }) {
    super(`${reference}, used by ${usedBy}, has no such part: ${reason}`);
    this.reference = reference;
    this.usedBy = usedBy;
  }
}

/** A backend did not answer, or refuses. */
export class SecretBackendError extends MillraceError {
  readonly code = "SECRET_BACKEND_FAILED";
  readonly backend: string;
  readonly secret: string;

  /** @param reason what it said and what to do, without any value */
  constructor(
    backend: string,
    secret: string,
    { reason, cause }: { readonly reason: string; readonly cause?: unknown },
  ) {
    super(`the secret "${secret}" could not be read from ${backend}: ${reason}`, { cause });
    this.backend = backend;
    this.secret = secret;
  }
}

/** A backend is named and lacks settings. */
export class SecretBackendUnsetError extends MillraceError {
  readonly code = "SECRET_BACKEND_UNSET";
  readonly backend: string;

  constructor(backend: string, { setting, example }: { readonly setting: string; readonly example: string }) {
    super(
      `secrets are asked of ${backend}, and ${setting} is not set; write it into config/platform.yaml: ${example}`,
    );
    this.backend = backend;
  }
}

/** A file with secrets can be read by others. */
export class SecretFileExposedError extends MillraceError {
  readonly code = "SECRET_FILE_EXPOSED";
  readonly file: string;
  /** Octal, as `ls` and `chmod` know it: `644`. */
  readonly mode: string;

  constructor(file: string, mode: string) {
    super(
      `${file} holds secrets and others than its owner can read or change it (mode ${mode}); run: chmod go= ${file}`,
    );
    this.file = file;
    this.mode = mode;
  }
}

/** A backend's client library is not installed: it is only where somebody uses it. */
export class SecretClientMissingError extends MillraceError {
  readonly code = "SECRET_CLIENT_MISSING";
  readonly backend: string;
  /** The command that installs what is missing. */
  readonly command: string;

  constructor(backend: string, command: string, cause: unknown) {
    super(
      `secrets are asked of ${backend}, whose client library is not installed; run this once and commit package-lock.json: ${command}`,
      { cause },
    );
    this.backend = backend;
    this.command = command;
  }
}
