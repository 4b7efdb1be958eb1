import type { SourceFile } from "@millrace/domain";
import { type LintProblem, spanAt } from "./problem.ts";
import type { LintRule } from "./rule.ts";

/** An exception from a rule, as it stands in a file's header: `-- @lint_allow wall-clock: shown, never compared`. */
interface Allowance {
  readonly code: string;
  readonly reason: string;
  readonly start: number;
  readonly end: number;
}

const line = /^--[ \t]*(@lint_allow\b[^\n]*)/gm;
const body = /^@lint_allow[ \t]+([\w-]*)[ \t]*(?::[ \t]*(.*?))?\s*$/;

/**
 * Takes the problems out that a file's header allows, and adds those of the exceptions themselves: an unknown code, no
 * reason, or nothing to except from. A problem of a rule alone can be allowed.
 */
export function applyAllowances(
  source: SourceFile,
  problems: readonly LintProblem[],
  rules: readonly LintRule[],
): readonly LintProblem[] {
  const allowances = readAllowances(source.text);
  const complaints = allowances.flatMap((allowance) => {
    const complaint = complaintAbout(allowance, problems, rules);
    if (complaint === undefined) return [];
    return [{ file: source.path, code: "lint-allow", ...spanAt(source.text, allowance), ...complaint }];
  });
  const allowed = new Set(allowances.filter(({ reason }) => reason !== "").map(({ code }) => code));
  const codes = new Set(rules.map(({ code }) => code));
  return [...problems.filter(({ code }) => !codes.has(code) || !allowed.has(code)), ...complaints];
}

/** The header ends with the first line that is no comment. */
function readAllowances(text: string): readonly Allowance[] {
  const header = /^(?:[ \t]*(?:--[^\n]*)?\n)*/.exec(text)?.[0] ?? "";
  return [...header.matchAll(line)].map((match) => {
    const [whole, words = ""] = match;
    const start = match.index + whole.indexOf("@");
    const [, code = "", reason = ""] = body.exec(words) ?? [];
    return { code, reason, start, end: start + words.length };
  });
}

function complaintAbout(
  { code, reason }: Allowance,
  problems: readonly LintProblem[],
  rules: readonly LintRule[],
): Pick<LintProblem, "severity" | "message" | "advice"> | undefined {
  if (!rules.some((rule) => rule.code === code))
    return {
      severity: "error",
      message: code === "" ? "the exception names no rule" : `there is no rule ${code}`,
      advice: `write -- @lint_allow <rule>: <reason>; the rules are ${rules.map((rule) => rule.code).join(", ")}`,
    };
  if (reason === "")
    return {
      severity: "error",
      message: `the exception from ${code} has no reason`,
      advice: `write -- @lint_allow ${code}: <reason>`,
    };
  if (problems.some((problem) => problem.code === code)) return undefined;
  return {
    severity: "warning",
    message: `nothing in the file breaks ${code}`,
    advice: "take the exception out",
  };
}
