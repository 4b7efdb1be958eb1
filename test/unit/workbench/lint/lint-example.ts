import { formatLintProblems, lintDomain, type LintProblem } from "@millrace/workbench";
import { exampleFile, exampleSources } from "./example-domain.ts";

/** Every problem of one statement in the example domain, and of its domain.yaml. */
export async function lintExample(sql: string, domain?: string): Promise<readonly LintProblem[]> {
  const { problems } = await lintDomain(exampleSources(sql, domain), { stage: "test" });
  return problems.filter(({ file }) => file === exampleFile || file.endsWith(".yaml"));
}

/** The same as text. */
export async function reportOf(sql: string, domain?: string): Promise<string> {
  const { domain: yaml, statements } = exampleSources(sql, domain);
  return formatLintProblems(await lintExample(sql, domain), [yaml, ...statements]);
}
