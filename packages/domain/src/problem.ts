import { compareText, type Position } from "./source-file.ts";

/** One thing wrong in a source file. */
export interface DomainProblem extends Position {
  /** Path from the repository's root. */
  readonly file: string;
  /** What it is about: `events.page_view.retention`, or empty for the file itself. */
  readonly path: string;
  /** As it was found: `the unknown key "partition"`, `nothing`. */
  readonly found: string;
  /** What would have been right. */
  readonly expected: string;
  /** The known name that was probably meant. */
  readonly suggestion?: string;
  /** What to do, where found and expected do not say it. */
  readonly hint?: string;
}

/** Problems as text, one a line: `file:line:column path: found …, expected …; did you mean "…"?` */
export function formatProblems(problems: readonly DomainProblem[]): string {
  return problems.map(formatProblem).join("\n");
}

/** A copy in the order of file, line and column. */
export function sortProblems(problems: readonly DomainProblem[]): readonly DomainProblem[] {
  return [...problems].sort(
    (a, b) =>
      compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.path, b.path),
  );
}

/** A suggestion as a spreadable part of a problem, absent when there is none. */
export function withSuggestion(suggestion: string | undefined): { readonly suggestion?: string } {
  return suggestion === undefined ? {} : { suggestion };
}

function formatProblem(problem: DomainProblem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const subject = problem.path === "" ? place : `${place} ${problem.path}`;
  const suggestion = problem.suggestion === undefined ? "" : `; did you mean "${problem.suggestion}"?`;
  const hint = problem.hint === undefined ? "" : `; ${problem.hint}`;
  return `${subject}: found ${problem.found}, expected ${problem.expected}${suggestion}${hint}`;
}
