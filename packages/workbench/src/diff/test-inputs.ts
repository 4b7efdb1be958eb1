import { formatProblems, type SourceFile } from "@millrace/domain";
import { MillraceError } from "@millrace/common";
import type { Scripts } from "../flink/script.ts";
import { findTests } from "../sql-test/find-tests.ts";
import { loadTest } from "../sql-test/load-test.ts";
import type { DomainForm, DomainForms } from "./diff-forms.ts";
import type { DiffInput } from "./diff-statement.ts";

/** A test whose events are to be compared over is wrong. */
export class DiffTestError extends MillraceError {
  readonly code = "DIFF_TEST_INVALID";
}

/**
 * The events of a domain's tests, one input a test; property tests make their events themselves and are left out. Each form of
 * the domain is given the events as its own domain.yaml reads them, where it can.
 *
 * @param filter only tests whose path contains it
 * @throws SqlTestNotFoundError, DiffTestError with every problem of every test
 */
export function testInputs(root: string, forms: DomainForms, filter?: string): readonly DiffInput[] {
  const found = findTests({ root, selectors: [forms.after.domain.name], filter });
  const loaded = found.map(({ source }) => ({ source, ...loadGiven(source, forms.after) }));
  const problems = loaded.flatMap((each) => each.problems);
  if (problems.length > 0) throw new DiffTestError(formatProblems(problems));
  return loaded.flatMap(({ source, test }) => {
    if (test?.kind !== "example") return [];
    const name = source.path.replace(/^.*\/tests\//, "").replace(/\.yaml$/, "");
    const before = scriptsFor(forms.before, source) ?? test.scripts;
    return [{ name: `test ${name}`, before, after: test.scripts }];
  });
}

function scriptsFor(form: DomainForm, source: SourceFile): Scripts | undefined {
  const { test, problems } = loadGiven(source, form);
  return test?.kind === "example" && problems.length === 0 ? test.scripts : undefined;
}

/** The difference is shown whatever a test expects: an edit may well be ahead of it. */
function loadGiven(source: SourceFile, form: DomainForm): ReturnType<typeof loadTest> {
  return loadTest(source, { ...form, parts: "given" });
}
