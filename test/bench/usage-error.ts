/** The command line cannot be read. */
export class UsageError extends Error {
  readonly code = "USAGE";

  /** Runs a parser and turns what it throws into a usage error. */
  static wrap<T>(parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }
}
