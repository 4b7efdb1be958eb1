/**
 * The base of every error that Millrace throws on purpose. A subclass stands for one reason for which a caller would act
 * differently; it has a literal `code`, keeps its facts as fields, and its `cause` where another error led to it.
 */
export abstract class MillraceError extends Error {
  /** Upper snake case, unique over all packages: `KAFKA_UNREACHABLE`. */
  abstract readonly code: string;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
