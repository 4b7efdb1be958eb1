import {
  compileDomain,
  DomainInvalidError,
  type DomainProblem,
  type DomainSources,
  generatedFiles,
  type Plan,
  type SourceFile,
} from "@millrace/domain";
import { applyAllowances } from "./allow.ts";
import { type FlinkGrammar, loadFlinkGrammar } from "./grammar/flink-grammar.ts";
import { SyntaxFault } from "./grammar/syntax-fault.ts";
import { lintRules } from "./lint-rules.ts";
import { type LintProblem, sortLintProblems, spanAt } from "./problem.ts";
import type { LintDomain } from "./rule.ts";
import { readStatement } from "./statement/read-statement.ts";

/** What a lint of one domain found. */
export interface DomainLint {
  /** In the order of files, lines and columns. */
  readonly problems: readonly LintProblem[];
  /** What the domain compiles to; absent where it does not. */
  readonly plan?: Plan;
  /** The statements that declarations compile to and no file takes over; none where the domain does not compile. */
  readonly generated: readonly SourceFile[];
}

/**
 * Checks one domain: what the compiler says, whether every statement is Flink SQL, and every rule. Nothing is read,
 * started or asked.
 * @throws StageError
 */
export async function lintDomain(
  sources: DomainSources,
  { stage }: { readonly stage: string },
): Promise<DomainLint> {
  const grammar = await loadFlinkGrammar();
  const { plan, problems } = compile(sources, stage);
  const domain = domainOf(sources, plan);
  const generated = plan === undefined ? [] : generatedStatements(sources, plan);
  const found = [
    ...sources.statements.flatMap((source) => lintFile(grammar, source, domain)),
    ...generated.flatMap((source) => lintFile(grammar, source, domain).map(asGenerated)),
  ];
  const texts = new Map(everyFile(sources).map(({ path, text }) => [path, text]));
  const told = problems
    .filter((problem) => !found.some((other) => saysTheSame(problem, other)))
    .map((problem) => toLintProblem(problem, texts.get(problem.file) ?? ""));
  const all = sortLintProblems([...told, ...found]);
  return { problems: all, generated, ...(plan === undefined ? {} : { plan }) };
}

/** Every file of a domain that a problem can be about. */
export function everyFile({ domain, statements, connectors }: DomainSources): readonly SourceFile[] {
  return [domain, ...statements, ...connectors];
}

function generatedStatements(sources: DomainSources, { statements }: Plan): readonly SourceFile[] {
  const written = new Set(sources.statements.map(({ path }) => path));
  const planned = new Set(statements.flatMap(({ inserts }) => inserts.map(({ file }) => file)));
  return generatedFiles(sources).statements.filter(({ path }) => planned.has(path) && !written.has(path));
}

/** Says where a statement comes from that stands in no file. */
function asGenerated(problem: LintProblem): LintProblem {
  const name =
    problem.file
      .split("/")
      .at(-1)
      ?.replace(/\.sql$/, "") ?? "";
  const origin = `domain.yaml declares it: "millrace domain sql ${name}" prints it whole`;
  return { ...problem, advice: problem.advice === undefined ? origin : `${problem.advice}; ${origin}` };
}

function compile(sources: DomainSources, stage: string) {
  try {
    return { plan: compileDomain(sources, { stage }), problems: [] };
  } catch (error) {
    if (error instanceof DomainInvalidError) return { problems: error.problems };
    throw error;
  }
}

function domainOf({ domain }: DomainSources, plan: Plan | undefined): LintDomain {
  const settings = plan?.statements[0]?.settings;
  return {
    name: domain.path.split("/").at(-2) ?? domain.path,
    tables: new Map(plan?.tables.map((table) => [table.name, table])),
    ...(settings === undefined ? {} : { settings }),
  };
}

function lintFile(grammar: FlinkGrammar, source: SourceFile, domain: LintDomain): readonly LintProblem[] {
  try {
    const statement = readStatement(grammar, source);
    if (statement === undefined) return [];
    const problems = lintRules.flatMap(({ code, severity, check }) =>
      check(statement, domain).map(({ place, message, advice }) => ({
        file: source.path,
        ...spanAt(source.text, place),
        severity,
        code,
        message,
        advice,
      })),
    );
    return applyAllowances(source, problems, lintRules);
  } catch (error) {
    if (error instanceof SyntaxFault) return [syntaxProblem(source, error)];
    throw error;
  }
}

function syntaxProblem(source: SourceFile, fault: SyntaxFault): LintProblem {
  return {
    file: source.path,
    ...spanAt(source.text, fault),
    severity: "error",
    code: "syntax",
    message: fault.message,
    ...(fault.hint === undefined ? {} : { advice: fault.hint }),
  };
}

function toLintProblem(problem: DomainProblem, text: string): LintProblem {
  const { file, line, column, path, found, expected, suggestion, hint } = problem;
  const subject = path === "" ? "" : `${path}: `;
  const advice = [suggestion === undefined ? [] : `did you mean "${suggestion}"?`, hint ?? []]
    .flat()
    .join("; ");
  const word = /^[\w@`]+/.exec(text.split("\n")[line - 1]?.slice(column - 1) ?? "")?.[0] ?? "";
  return {
    file,
    line,
    column,
    endColumn: column + Math.max(1, word.length),
    severity: "error",
    code: "domain",
    message: `${subject}found ${found}, expected ${expected}`,
    ...(advice === "" ? {} : { advice }),
  };
}

const structural = new Set(["syntax", "column-list", "one-statement"]);

/**
 * The compiler reads statements as well, so that some mistakes are seen twice: those of a line, and those for which the
 * compiler gave up on the file.
 */
function saysTheSame(problem: DomainProblem, { file, line, severity, code }: LintProblem): boolean {
  if (problem.file !== file || severity !== "error") return false;
  return problem.line === line || (problem.path === "" && structural.has(code));
}
