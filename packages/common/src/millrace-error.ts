/** The base of every error that is meant for a person: its message says what failed, on what, and what to do. */
export abstract class MillraceError extends Error {
  /** A literal by which callers tell the reasons apart. */
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
