import type { Problem } from "@millrace/common";

/** One thing wrong with a payload. */
export interface EventProblem extends Problem {
  /** What was probably meant by a misspelt name. */
  readonly suggestion?: string;
}
