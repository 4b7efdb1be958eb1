import { MillraceError } from "@millrace/common";

/** A file of API keys cannot be used. No message quotes a hash, or what may be a key in its place. */
export class ApiKeyFileError extends MillraceError {
  readonly code = "API_KEY_FILE_INVALID";
  readonly file: string;
  /** One a fault. */
  readonly faults: readonly string[];

  constructor(file: string, faults: readonly string[], cause?: unknown) {
    super(
      `the API keys in ${file} cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}\n` +
        `It holds { keys: [{ name, hash, roles, expires? }] } as YAML or JSON; "millrace api-key create --file" writes it`,
      { cause },
    );
    this.file = file;
    this.faults = faults;
  }
}

/** There is no such key in the file, or more than one where one was meant. */
export class ApiKeyChoiceError extends MillraceError {
  readonly code = "API_KEY_CHOICE";
  readonly keyName: string;
  /** Those that there are of the name, or that the name could have meant. */
  readonly candidates: readonly string[];

  constructor(keyName: string, message: string, candidates: readonly string[]) {
    super(message);
    this.keyName = keyName;
    this.candidates = candidates;
  }
}
