import {
  type Domain,
  type DomainProblem,
  loadYaml,
  type Plan,
  sortProblems,
  type SourceFile,
  validateShape,
} from "@millrace/domain";
import type { Scripts } from "../flink/script.ts";
import { type Expectation, readExpectations } from "./expectation.ts";
import { givenScripts } from "./given.ts";
import { ProblemList } from "./problem-list.ts";
import { type Property, readProperty } from "./property/property.ts";
import { testSchema } from "./test-schema.ts";

/** A test whose file is right. */
export type LoadedTest = {
  readonly source: SourceFile;
  readonly describe: string;
  readonly date: string | undefined;
} & (
  | {
      readonly kind: "example";
      readonly scripts: Scripts;
      /** Empty for a test that is new and waits for `--update`. */
      readonly expectations: readonly Expectation[];
    }
  | { readonly kind: "property"; readonly property: Property }
);

/** What a test file is read against. */
export interface LoadTestOptions {
  readonly domain: Domain;
  readonly plan: Plan;
  readonly seed?: number | undefined;
  /** `given`: what is expected is not read, so that it may be behind the domain. Default: `all`. */
  readonly parts?: "all" | "given";
}

/** Reads one test file: the test, or everything that is wrong with it. */
export function loadTest(
  source: SourceFile,
  { domain, plan, seed, parts = "all" }: LoadTestOptions,
): { readonly test?: LoadedTest; readonly problems: readonly DomainProblem[] } {
  const { document, problems: syntax } = loadYaml(source);
  if (document === undefined) return { problems: syntax };
  const { data, problems: shape } = validateShape(document, testSchema);
  if (data === undefined) return { problems: shape };
  const problems = new ProblemList(document);
  const common = { source, describe: data.describe, date: data.date };
  if (data.property !== undefined) {
    for (const other of (["given", "expect", "order"] as const).filter((key) => data[key] !== undefined))
      problems.key([other], { found: `${other} beside property`, expected: "one of the two" });
    const property = readProperty(data.property, { domain, plan, problems, seed });
    if (property === undefined || problems.problems.length > 0)
      return { problems: sortProblems(problems.problems) };
    return { test: { ...common, kind: "property", property }, problems: [] };
  }
  if (data.given === undefined)
    problems.value([], { found: "neither given nor property", expected: "events under given" });
  const scripts = givenScripts(data, { domain, problems, seed });
  const expectations = parts === "given" ? [] : readExpectations(data, { domain, plan, problems });
  if (problems.problems.length > 0) return { problems: sortProblems(problems.problems) };
  return { test: { ...common, kind: "example", scripts, expectations }, problems: [] };
}
