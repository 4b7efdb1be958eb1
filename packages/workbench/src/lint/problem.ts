import type { Position } from "@millrace/domain";
import type { Severity } from "./rule.ts";

/** One thing that a lint found in a file. Lines and columns count from 1, columns in UTF-16 units. */
export interface LintProblem extends Position {
  /** Path from the repository's root. */
  readonly file: string;
  /** Behind the last character that it is about, on the same line. */
  readonly endColumn: number;
  readonly severity: Severity;
  /**
   * A rule's code; `syntax` where the text is not Flink SQL, `domain` for what the compiler says, `explain` for what a
   * running Flink says, `lint-allow` for an exception that is none.
   */
  readonly code: string;
  /** What is wrong: one sentence without a stop. */
  readonly message: string;
  /** What to do; absent where the message says it. */
  readonly advice?: string;
}

/** The place of a range of a text; what goes on over more lines ends with its first. */
export function spanAt(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): Pick<LintProblem, "line" | "column" | "endColumn"> {
  const lines = text.slice(0, start).split("\n");
  const column = (lines.at(-1)?.length ?? 0) + 1;
  const lineEnd = text.indexOf("\n", start);
  const last = Math.min(end, lineEnd === -1 ? text.length : lineEnd);
  return { line: lines.length, column, endColumn: column + Math.max(1, last - start) };
}

/** A copy in the order of file, line and column. */
export function sortLintProblems(problems: readonly LintProblem[]): readonly LintProblem[] {
  return [...problems].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.code, b.code),
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
