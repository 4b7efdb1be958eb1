import { DomainInvalidError, StageError } from "./errors.ts";
import { type DomainSources, loadDomain } from "./load/load-domain.ts";
import type { TopicDefaults } from "./normalize/defaults.ts";
import type { Plan } from "./plan.ts";
import { mergePlans } from "./plan/merge-plans.ts";
import { planDomain } from "./plan/plan-domain.ts";
import { type DomainProblem, formatProblems, sortProblems } from "./problem.ts";
import { validateDomain } from "./validate/validate.ts";

/** What a compilation depends on besides the files. */
export interface CompileOptions {
  /** The prefix of every topic and bucket: lower-case letters, digits and hyphens, at most 20. */
  readonly stage: string;
  /** For topics of which the domain says nothing. Default: 1 partition, 7 days. */
  readonly topicDefaults?: TopicDefaults;
}

/**
 * Compiles one domain's files into a plan: load → validate → normalize → plan. Equal input gives equal output, byte for
 * byte; nothing is read, written or changed.
 * @throws DomainInvalidError with every problem of every file
 * @throws StageError when the stage cannot be part of a topic's and bucket's name
 */
export function compileDomain(sources: DomainSources, options: CompileOptions): Plan {
  return compileDomains([sources], options);
}

/**
 * Compiles several domains into one plan.
 * @throws DomainInvalidError with every problem of every domain
 * @throws PlanConflictError when two of them claim the same name
 * @throws StageError when the stage cannot be part of a topic's and bucket's name
 */
export function compileDomains(
  sources: readonly [DomainSources, ...DomainSources[]],
  options: CompileOptions,
): Plan {
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(options.stage)) throw new StageError(options.stage);
  const compiled = sources.map((each) => compile(each, options));
  const problems = compiled.flatMap((each) => each.problems);
  if (problems.length > 0)
    throw new DomainInvalidError(sources.map(folderOf), sortProblems(unique(problems)));
  const [first, ...others] = compiled.flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
  if (first === undefined) throw new Error("sources without problems have a plan");
  return mergePlans([first, ...others]);
}

function compile(
  sources: DomainSources,
  options: CompileOptions,
): { readonly plan?: Plan; readonly problems: readonly DomainProblem[] } {
  const { loaded, problems: syntax } = loadDomain(sources);
  const { valid, problems: semantic } = validateDomain(loaded, syntax.length === 0);
  if (valid === undefined || syntax.length > 0) return { problems: [...syntax, ...semantic] };
  return planDomain(valid, options);
}

/** A connector of no domain is read with every domain; its problems are told once. */
function unique(problems: readonly DomainProblem[]): readonly DomainProblem[] {
  return [...new Map(problems.map((problem) => [formatProblems([problem]), problem])).values()];
}

function folderOf({ domain }: DomainSources): string {
  return domain.path.split("/").at(-2) ?? domain.path;
}
