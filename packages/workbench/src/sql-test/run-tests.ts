import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadDomainFolder, type Plan } from "@millrace/domain";
import { type CompiledForm, compileForm } from "../compiled-form.ts";
import {
  type PreparedStatements,
  prepareStatements,
  type TableChanges,
} from "../flink/prepared-statements.ts";
import type { WorkbenchFlink } from "../flink/workbench-flink.ts";
import { checkExpectation } from "./check-expectation.ts";
import { type Expectation, ownColumns } from "./expectation.ts";
import type { FoundTest } from "./find-tests.ts";
import { type LoadedTest, loadTest } from "./load-test.ts";
import { checkProperty } from "./property/check-property.ts";
import type { TestResult } from "./test-result.ts";
import { updatedText } from "./update-file.ts";

/** How tests are run. */
export interface RunTestsOptions {
  /** The repository's root. */
  readonly root: string;
  readonly tests: readonly FoundTest[];
  /** Called once, and only when there is something to run. */
  readonly withFlink: (work: (flink: WorkbenchFlink) => Promise<void>) => Promise<void>;
  /** Writes what was found into tests that fail or expect nothing yet. Default: false. */
  readonly update?: boolean;
  /** Replaces the seed of properties and shuffled tests. */
  readonly seed?: number | undefined;
  /** Told as each test ends. */
  readonly onResult?: (result: TestResult) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs tests one after the other, each domain's in one session.
 * @throws DomainInvalidError when a domain does not compile
 * @throws FlinkStatementError when Flink refuses a domain's statements
 */
export async function runTests(options: RunTestsOptions): Promise<readonly TestResult[]> {
  const { root, tests, onResult = () => undefined, withFlink } = options;
  const domains = compileAll(root, tests);
  const results: TestResult[] = [];
  const tell = (result: TestResult) => {
    results.push(result);
    onResult(result);
  };
  const runnable = loadAll(tests, domains, options, tell);
  if (runnable.size > 0)
    await withFlink(async (flink) => {
      for (const [name, mine] of runnable) {
        const domain = domains.get(name) as CompiledForm;
        await using prepared = await prepareDomain(domain, flink, options);
        for (const test of mine) tell(await runTest(test, domain, prepared, options));
      }
    });
  return results;
}

/** The tests that can be run, by domain; what keeps the others from it is told. */
function loadAll(
  tests: readonly FoundTest[],
  domains: ReadonlyMap<string, CompiledForm>,
  { seed, update = false }: RunTestsOptions,
  tell: (result: TestResult) => void,
): ReadonlyMap<string, readonly LoadedTest[]> {
  const runnable = new Map<string, LoadedTest[]>();
  for (const { domain, source } of tests) {
    const { test, problems } = loadTest(source, { ...(domains.get(domain) as CompiledForm), seed });
    const common = { path: source.path, describe: test?.describe ?? "", durationMs: 0 };
    if (test === undefined) tell({ ...common, outcome: "invalid", problems });
    else if (!update && isNew(test)) tell({ ...common, outcome: "new" });
    else runnable.set(domain, [...(runnable.get(domain) ?? []), test]);
  }
  return runnable;
}

/** Whether a test says nothing about results yet. */
function isNew(test: LoadedTest): boolean {
  return test.kind === "example" && test.expectations.length === 0;
}

function compileAll(root: string, tests: readonly FoundTest[]): ReadonlyMap<string, CompiledForm> {
  const names = new Set(tests.map(({ domain }) => domain));
  return new Map(
    // The stage names topics, and tests have none.
    [...names].map((name) => [name, compileForm(loadDomainFolder(root, name), "test")]),
  );
}

async function prepareDomain(
  { plan, statement }: CompiledForm,
  flink: WorkbenchFlink,
  { signal }: RunTestsOptions,
): Promise<PreparedStatements> {
  if (statement === undefined) throw new Error("a domain with results has a statement");
  return await prepareStatements(flink, { plan, statement, signal });
}

async function runTest(
  test: LoadedTest,
  domain: CompiledForm,
  prepared: PreparedStatements,
  options: RunTestsOptions,
): Promise<TestResult> {
  const begin = performance.now();
  const finish = (result: Verdict): TestResult => ({
    path: test.source.path,
    describe: test.describe,
    durationMs: performance.now() - begin,
    ...result,
  });
  try {
    return finish(
      test.kind === "property"
        ? await runProperty(test, prepared, options)
        : await runExample(test, domain, prepared, options),
    );
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return finish({ outcome: "broken", error });
  }
}

/** Each variant of a result without what all have. */
type Verdict = TestResult extends infer Each
  ? Each extends TestResult
    ? Omit<Each, "path" | "describe" | "durationMs">
    : never
  : never;

async function runProperty(
  { property, date }: Extract<LoadedTest, { kind: "property" }>,
  prepared: PreparedStatements,
  { signal }: RunTestsOptions,
): Promise<Verdict> {
  const outcome = await checkProperty(property, prepared, signal);
  if (outcome.counterExample === undefined) return { outcome: "passed", streams: outcome.runs };
  const tables = outcome.counterExample.outcomes;
  return { outcome: "failed", date, tables, property: { property, outcome } };
}

async function runExample(
  test: Extract<LoadedTest, { kind: "example" }>,
  { plan }: CompiledForm,
  prepared: PreparedStatements,
  { root, update = false, signal }: RunTestsOptions,
): Promise<Verdict> {
  const changes = await prepared.run(test.scripts, { signal });
  const tables = test.expectations.flatMap((each) => checkExpectation(each, changes[each.table.name] ?? []));
  if (!isNew(test) && tables.every(({ differences }) => differences.length === 0))
    return { outcome: "passed" };
  if (!update) return { outcome: "failed", date: test.date, tables };
  writeFound(root, test, isNew(test) ? everything(plan, changes) : test.expectations, changes);
  return { outcome: "updated" };
}

/** What a new test expects: all that every result table holds. */
function everything(plan: Plan, changes: TableChanges): readonly Expectation[] {
  return plan.tables
    .filter(({ name }) => changes[name] !== undefined)
    .map((table) => ({ table, columns: ownColumns(table), rows: [], moments: [] }));
}

function writeFound(
  root: string,
  { source, date }: LoadedTest,
  expectations: readonly Expectation[],
  changes: TableChanges,
): void {
  writeFileSync(join(root, source.path), updatedText(source.text, expectations, changes, date));
}
