import { relative, resolve, sep } from "node:path";
import { listDomains, loadDomainFolder, type SourceFile } from "@millrace/domain";
import type { SqlGateway } from "@millrace/flink";
import { LintTargetError } from "./errors.ts";
import { explainPlan } from "./explain.ts";
import { everyFile, lintDomain } from "./lint-domain.ts";
import type { LintProblem } from "./problem.ts";

/** What is linted, and by whom. */
export interface LintOptions {
  /** The root of the clone. */
  readonly root: string;
  readonly stage: string;
  /** Names of domains, and paths of their files from `cwd` or from the root. Default: every domain. */
  readonly targets?: readonly string[];
  /** Where paths begin; default: the root. */
  readonly cwd?: string;
  /** A Flink that plans what has no error before; absent: none does. */
  readonly gateway?: SqlGateway;
}

/** What a lint found. */
export interface LintReport {
  /** In the order of domains, files, lines and columns. */
  readonly problems: readonly LintProblem[];
  /** Every file that was read, and every statement that is generated, for showing the lines of problems. */
  readonly sources: readonly SourceFile[];
  /** The domains that Flink was asked about. */
  readonly explained: readonly string[];
}

/**
 * Lints domains of a clone. A path narrows what is told to that file; its whole domain is read all the same.
 * @throws LintTargetError, DomainUnreadableError, and FlinkError when the gateway is down
 */
export async function lintRepository(options: LintOptions): Promise<LintReport> {
  const reports: LintReport[] = [];
  for (const [domain, files] of selectTargets(options)) {
    const report = await lintOne(domain, options);
    const isTold = ({ file }: LintProblem) => files.length === 0 || files.includes(file);
    reports.push({ ...report, problems: report.problems.filter(isTold) });
  }
  return {
    problems: reports.flatMap(({ problems }) => problems),
    sources: reports.flatMap(({ sources }) => sources),
    explained: reports.flatMap(({ explained }) => explained),
  };
}

async function lintOne(domain: string, { root, stage, gateway }: LintOptions): Promise<LintReport> {
  const loaded = loadDomainFolder(root, domain);
  const { problems, plan, generated } = await lintDomain(loaded, { stage });
  const sources = [...everyFile(loaded), ...generated];
  const canExplain =
    gateway !== undefined && plan !== undefined && !problems.some(({ code }) => code === "syntax");
  if (!canExplain) return { problems, sources, explained: [] };
  const explained = await explainPlan(gateway, plan, sources);
  // What a rule said of a line, Flink says in other words.
  const news = explained.filter((each) => !problems.some((old) => isSameLine(old, each)));
  return { problems: [...problems, ...news], sources, explained: [domain] };
}

function isSameLine(old: LintProblem, other: LintProblem): boolean {
  return old.severity === "error" && old.file === other.file && old.line === other.line;
}

/** The chosen domains, each with the files that it is narrowed to; none stands for all. */
function selectTargets(options: LintOptions): ReadonlyMap<string, readonly string[]> {
  const { root, targets = [] } = options;
  const domains = listDomains(root);
  if (targets.length === 0) return new Map(domains.map((domain) => [domain, []]));
  const chosen = new Map<string, readonly string[]>();
  for (const target of targets) {
    const file = domains.includes(target) ? undefined : fileOf(target, options, domains);
    const domain = file?.split("/")[1] ?? target;
    const known = chosen.get(domain);
    // A whole domain goes before its files.
    const isWhole = file === undefined || known?.length === 0;
    chosen.set(domain, isWhole ? [] : [...(known ?? []), file]);
  }
  return chosen;
}

function fileOf(target: string, { root, cwd = root }: LintOptions, domains: readonly string[]): string {
  const paths = [cwd, root].map((from) => relative(root, resolve(from, target)).split(sep).join("/"));
  const path = paths.find((each) => domains.some((domain) => filesOf(root, domain).includes(each)));
  if (path === undefined) throw new LintTargetError(target, domains);
  return path;
}

function filesOf(root: string, domain: string): readonly string[] {
  const { domain: yaml, statements } = loadDomainFolder(root, domain);
  return [yaml, ...statements].map(({ path }) => path);
}
