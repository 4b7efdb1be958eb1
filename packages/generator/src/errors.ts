import { MillraceError } from "@millrace/common";

/** What is asked for cannot be generated: a name that does not exist, a value that nothing says how to make. */
export class GeneratorError extends MillraceError {
  readonly code = "GENERATOR";
}

/** A line of a file of events is not `{"domain","type","event"}`, or names an event type that there is not. */
export class ReplayLineError extends MillraceError {
  readonly code = "REPLAY_LINE";
  readonly file: string;
  readonly line: number;

  constructor(facts: {
    readonly file: string;
    readonly line: number;
    readonly found: string;
    readonly expected: string;
    readonly cause?: unknown;
  }) {
    const { file, line, found, expected } = facts;
    super(`${file}:${line}: found ${found}, expected ${expected}; correct or delete the line`, {
      cause: facts.cause,
    });
    this.file = file;
    this.line = line;
  }
}
