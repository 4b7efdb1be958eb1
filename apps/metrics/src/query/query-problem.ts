/** One thing wrong with the query of a URL. */
export interface QueryProblem {
  readonly parameter: string;
  /** As it was given, shortened, as JSON. */
  readonly found: string;
  /** What would have been right. */
  readonly expected: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}
