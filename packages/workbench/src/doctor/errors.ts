import { MillraceError } from "@millrace/common";

/** A name is neither a statement that was started nor one of its results. */
export class UnknownStatementError extends MillraceError {
  readonly code = "UNKNOWN_STATEMENT";
  readonly statement: string;
  /** The names that would have been right. */
  readonly known: readonly string[];

  constructor(
    name: string,
    facts: { readonly known: readonly string[]; readonly suggestion: string | undefined },
  ) {
    const hint = facts.suggestion === undefined ? "" : ` Did you mean ${facts.suggestion}?`;
    super(
      `There is no statement and no result table ${name}.${hint} Started statements and their results: ${facts.known.join(", ")}.`,
    );
    this.statement = name;
    this.known = facts.known;
  }
}

/** Nothing was ever started, so there is nothing to look at. */
export class NoStatementError extends MillraceError {
  readonly code = "NO_STATEMENT";

  constructor() {
    super(
      'No statement has been started here. Add a domain with its .sql files below sql/ and start the stack with "npm start".',
    );
  }
}
