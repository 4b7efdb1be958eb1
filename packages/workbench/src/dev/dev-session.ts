import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DomainProblem, formatProblems, listDomains, loadDomainFolder } from "@millrace/domain";
import { FlinkStatementError } from "@millrace/flink";
import { compileForm } from "../compiled-form.ts";
import { compareResults, type ResultDifference } from "../diff/compare-results.ts";
import { showResultDifference } from "../diff/show-difference.ts";
import type { WorkbenchFlink } from "../flink/workbench-flink.ts";
import { formatLintProblems } from "../lint/format.ts";
import { everyFile, lintDomain } from "../lint/lint-domain.ts";
import { checkExpectation } from "../sql-test/check-expectation.ts";
import { domainTests } from "../sql-test/find-tests.ts";
import { type LoadedTest, loadTest } from "../sql-test/load-test.ts";
import { showOutcome } from "../sql-test/show-difference.ts";
import type { DevStep, SavedFiles, StepOutcome } from "./dev-loop.ts";
import { TestedForm } from "./tested-form.ts";
import { type TouchedDomain, touchedDomains } from "./touched.ts";

/** How a session is made. */
export interface DevSessionOptions {
  /** The repository's root. */
  readonly root: string;
  readonly stage: string;
  readonly flink: WorkbenchFlink;
  /** Prepares to apply the clone's domains to what runs, while the edit is tested; absent where nothing is applied. */
  readonly prepareApply?: () => Promise<PreparedApply>;
}

/** An apply that is prepared, and changes nothing until it is run. */
export interface PreparedApply extends AsyncDisposable {
  run(): Promise<StepOutcome>;
}

type ExampleTest = Extract<LoadedTest, { kind: "example" }>;

/** An edited domain on its way: what it was when it was applied last, and what it is now. */
interface Edit {
  readonly touched: TouchedDomain;
  readonly before: TestedForm | undefined;
  readonly after: TestedForm;
  readonly tests: readonly ExampleTest[];
}

interface Beginning {
  /** What is wrong in test files. */
  readonly problems: readonly DomainProblem[];
}

/** So many tests of a domain make a Flink quick; what they say is not looked at. */
const warmingTests = 3;

const well: StepOutcome = { isWell: true, text: "" };

/** Keeps every domain as it was when it was applied last, and takes a saved edit through lint, tests, difference and apply. */
export class DevSession implements AsyncDisposable {
  readonly #options: DevSessionOptions;
  readonly #applied = new Map<string, TestedForm>();
  #edits: readonly Edit[] = [];
  #beginning: Promise<Beginning> | undefined;
  #nextApply: Promise<PreparedApply | undefined> = Promise.resolve(undefined);

  constructor(options: DevSessionOptions) {
    this.#options = options;
  }

  /** The steps after a save, in their order. */
  get steps(): readonly DevStep[] {
    return [
      { name: "lint", run: (saved, signal) => this.#lint(saved, signal) },
      { name: "test", run: (saved, signal) => this.#test(saved, signal) },
      { name: "diff", run: (_saved, signal) => this.#diff(signal) },
      { name: "apply", run: () => this.#apply() },
    ];
  }

  /**
   * Lints and prepares domains as they stand and runs some of their tests, so that the first save meets a warm Flink. What is wrong is
   * told when it is saved; here it is passed over.
   */
  async warmUp(domains: readonly string[], signal: AbortSignal): Promise<void> {
    for (const domain of domains) {
      const whole = { domain, tests: new Set<string>(), statements: new Set<string>(), isWhole: true };
      try {
        await lintDomain(loadDomainFolder(this.#options.root, domain), this.#options);
        const edit = await this.#begin(whole, signal);
        this.#applied.set(domain, edit.after);
        for (const test of edit.tests.slice(0, warmingTests)) await edit.after.run(test.scripts, signal);
      } catch {
        signal.throwIfAborted();
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#beginning?.catch(() => undefined);
    await this.#endApply();
    const forms = new Set([...this.#applied.values(), ...this.#edits.map(({ after }) => after)]);
    this.#applied.clear();
    await Promise.all([...forms].map((form) => form[Symbol.asyncDispose]()));
  }

  async #lint(saved: SavedFiles, signal: AbortSignal): Promise<StepOutcome> {
    const { root, stage } = this.#options;
    // Both Flinks plan the edit while it is linted; what they say is asked for once the lint is well.
    this.#beginning = this.#beginAll(saved, signal);
    this.#beginning.catch(() => undefined);
    const left = this.#endApply();
    this.#nextApply = left.then(() => this.#options.prepareApply?.());
    this.#nextApply.catch(() => undefined);
    const outcomes = await Promise.all(
      this.#touched(saved).map(async ({ domain }) => {
        const sources = loadDomainFolder(root, domain);
        const { problems } = await lintDomain(sources, { stage });
        return { problems, text: formatLintProblems(problems, everyFile(sources)) };
      }),
    );
    return {
      isWell: !outcomes.some(({ problems }) => problems.some(({ severity }) => severity === "error")),
      text: joined(outcomes.map(({ text }) => text)),
    };
  }

  async #test(saved: SavedFiles, signal: AbortSignal): Promise<StepOutcome> {
    let problems: readonly DomainProblem[];
    try {
      this.#beginning ??= this.#beginAll(saved, signal);
      ({ problems } = await this.#beginning);
    } catch (error) {
      if (error instanceof FlinkStatementError) return { isWell: false, text: error.message };
      throw error;
    } finally {
      this.#beginning = undefined;
    }
    const failures: string[] = [];
    const tests = this.#edits.flatMap((edit) => edit.tests.map((test) => ({ test, form: edit.after })));
    for (const { test, form } of tests) {
      const lines = await failureOf(test, form, signal);
      if (lines.length > 0)
        failures.push([`✖ ${test.source.path}  ${test.describe}`, ...lines].join("\n    "));
    }
    const isWell = failures.length === 0 && problems.length === 0;
    const passed = `${tests.length - failures.length} of ${tests.length} tests pass`;
    return { isWell, text: joined([formatProblems(problems), ...failures, passed]) };
  }

  async #diff(signal: AbortSignal): Promise<StepOutcome> {
    const shown: string[] = [];
    for (const edit of this.#edits) {
      for (const test of edit.tests) {
        const differences = await differencesOf(edit, test, signal);
        if (differences.length === 0) continue;
        shown.push([`test ${test.source.path}`, ...differences.map(showResultDifference)].join("\n"));
      }
    }
    const isChanged = this.#edits.some(({ before, after }) => before !== undefined && before !== after);
    if (shown.length === 0 && isChanged) return { isWell: true, text: "no row of these tests changes" };
    return { isWell: true, text: joined(shown) };
  }

  async #apply(): Promise<StepOutcome> {
    const outcome = (await (await this.#nextApply)?.run()) ?? well;
    await this.#endApply();
    if (!outcome.isWell) return outcome;
    for (const { touched, before, after } of this.#edits) {
      this.#applied.set(touched.domain, after);
      if (before !== after) await before?.[Symbol.asyncDispose]();
    }
    this.#edits = [];
    return outcome;
  }

  async #endApply(): Promise<void> {
    const ending = this.#nextApply;
    this.#nextApply = Promise.resolve(undefined);
    const prepared = await ending.catch(() => undefined);
    await prepared?.[Symbol.asyncDispose]();
  }

  #touched(saved: SavedFiles): readonly TouchedDomain[] {
    const { root } = this.#options;
    const read = (file: string) =>
      existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : undefined;
    return touchedDomains(saved, listDomains(root), read);
  }

  async #beginAll(saved: SavedFiles, signal: AbortSignal): Promise<Beginning> {
    // One that a superseded or unlinted round began ends first, so that nothing of it is left open.
    await this.#beginning?.catch(() => undefined);
    // What a superseded or refused round left prepared is of no use any more.
    const left = this.#edits
      .map(({ after }) => after)
      .filter((form) => ![...this.#applied.values()].includes(form));
    this.#edits = [];
    await Promise.all(left.map((form) => form[Symbol.asyncDispose]()));
    const problems: DomainProblem[] = [];
    for (const touched of this.#touched(saved))
      this.#edits = [...this.#edits, await this.#begin(touched, signal, problems)];
    return { problems };
  }

  async #begin(touched: TouchedDomain, signal: AbortSignal, problems: DomainProblem[] = []): Promise<Edit> {
    const { root, stage, flink } = this.#options;
    const compiled = compileForm(loadDomainFolder(root, touched.domain), stage);
    const before = this.#applied.get(touched.domain);
    const isSame = before !== undefined && before.compiled.statement?.hash === compiled.statement?.hash;
    const after = isSame ? before : await TestedForm.prepare(flink, compiled, signal);
    const tests = testsOf(root, touched, { ...compiled, problems });
    return { touched, before, after, tests };
  }
}

/** The tests that an edit touches: those that were saved, and those that expect something of a result that was. */
function testsOf(
  root: string,
  { domain, tests, statements, isWhole }: TouchedDomain,
  { problems, ...form }: ReturnType<typeof compileForm> & { readonly problems: DomainProblem[] },
): readonly ExampleTest[] {
  const inserts = form.statement?.inserts ?? [];
  const tables = new Set(inserts.filter(({ file }) => statements.has(file)).map(({ table }) => table));
  // A statement that is gone touches whatever it filled.
  const isEvery = isWhole || statements.size > tables.size;
  return domainTests(root, domain).flatMap(({ source }) => {
    const loaded = loadTest(source, form);
    const isSaved = tests.has(source.path);
    if (loaded.test === undefined && (isSaved || isEvery)) problems.push(...loaded.problems);
    if (loaded.test?.kind !== "example") return [];
    const isTouched = loaded.test.expectations.some(({ table }) => tables.has(table.name));
    return isSaved || isEvery || isTouched ? [loaded.test] : [];
  });
}

async function failureOf(
  test: ExampleTest,
  form: TestedForm,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const changes = await form.run(test.scripts, signal);
  return test.expectations
    .flatMap((each) => checkExpectation(each, changes[each.table.name] ?? []))
    .filter(({ differences }) => differences.length > 0)
    .flatMap((outcome) => showOutcome(outcome, test.date));
}

async function differencesOf(
  { before, after }: Edit,
  test: ExampleTest,
  signal: AbortSignal,
): Promise<readonly ResultDifference[]> {
  if (before === undefined || before === after) return [];
  const run = async (form: TestedForm) => ({
    tables: form.compiled.plan.tables,
    changes: await form.run(test.scripts, signal),
  });
  const results = compareResults(await run(before), await run(after));
  return results.filter(
    ({ differences, existence, addedColumns, removedColumns }) =>
      differences.length + addedColumns.length + removedColumns.length > 0 || existence !== "both",
  );
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join("\n");
}
