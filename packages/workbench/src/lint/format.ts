import type { SourceFile } from "@millrace/domain";
import type { LintProblem } from "./problem.ts";

/**
 * Problems as text: `file:line:column severity code: sentence`, the line with a caret below, and what to do.
 * @param sources the files that problems are about; a problem of another file is told without its line
 */
export function formatLintProblems(problems: readonly LintProblem[], sources: readonly SourceFile[]): string {
  const texts = new Map(sources.map(({ path, text }) => [path, text.split("\n")]));
  return problems
    .map((problem) => formatProblem(problem, texts.get(problem.file)?.[problem.line - 1]))
    .join("\n\n");
}

function formatProblem(problem: LintProblem, line: string | undefined): string {
  const { file, column, endColumn, severity, code, message, advice } = problem;
  const heading = `${file}:${problem.line}:${column} ${severity} ${code}: ${message}`;
  const gutter = `${problem.line} | `;
  const empty = `${" ".repeat(gutter.length - 2)}| `;
  const width = Math.max(1, Math.min(endColumn, (line?.length ?? 0) + 1) - column);
  // Tabs are kept, so that the caret stands below its character whatever the tab width.
  const before = (line ?? "").slice(0, column - 1).replaceAll(/[^\t]/g, " ");
  return [
    heading,
    ...(line === undefined ? [] : [`${gutter}${line}`, `${empty}${before}${"^".repeat(width)}`]),
    ...(advice === undefined ? [] : [`${empty}${advice}`]),
  ].join("\n");
}
