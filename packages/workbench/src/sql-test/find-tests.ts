import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { listDomains, type SourceFile, suggest } from "@millrace/domain";
import { SqlTestNotFoundError } from "./errors.ts";

/** A test file that was found. */
export interface FoundTest {
  readonly domain: string;
  readonly source: SourceFile;
}

/** Which tests are wanted. */
export interface TestSelection {
  /** The repository's root. */
  readonly root: string;
  /** Domains, or test files as paths; none for all domains. */
  readonly selectors?: readonly string[];
  /** Only files whose path contains it. */
  readonly filter?: string | undefined;
  /** Where relative paths begin. Default: the root. */
  readonly from?: string;
}

/**
 * The tests of a repository, sorted by path.
 * @throws SqlTestNotFoundError when a selector names neither a domain nor a test, a named domain has no tests, or nothing is left
 */
export function findTests(selection: TestSelection): readonly FoundTest[] {
  const { root, selectors = [], filter } = selection;
  const domains = listDomains(root);
  const wanted =
    selectors.length === 0
      ? domains.flatMap((domain) => domainTests(root, domain))
      : selectors.flatMap((selector) => select(selector, domains, selection));
  const found = [...new Map(wanted.map((test) => [test.source.path, test])).values()];
  const left = found.filter(({ source }) => filter === undefined || source.path.includes(filter));
  if (left.length > 0) return left;
  if (found.length > 0)
    throw new SqlTestNotFoundError(
      `None of the ${found.length} test files has ${JSON.stringify(filter)} in its path.`,
    );
  throw new SqlTestNotFoundError(`There are no tests: a test is a file sql/<domain>/tests/<name>.yaml.`);
}

function select(
  selector: string,
  domains: readonly string[],
  { root, from = root }: TestSelection,
): readonly FoundTest[] {
  if (domains.includes(selector)) {
    const tests = domainTests(root, selector);
    if (tests.length > 0) return tests;
    throw new SqlTestNotFoundError(
      `The domain ${selector} has no tests: write one as sql/${selector}/tests/<name>.yaml.`,
    );
  }
  const file = resolve(from, selector);
  const path = relative(root, file).split(sep).join("/");
  const domain = /^sql\/([^/]+)\/tests\/[^/]+\.ya?ml$/.exec(path)?.[1];
  if (domain !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    return [{ domain, source: read(root, path) }];
  const meant = suggest(selector, domains);
  throw new SqlTestNotFoundError(
    `${selector} is neither a domain nor a test file sql/<domain>/tests/<name>.yaml; ` +
      `the domains are ${domains.join(", ") || "none"}${meant === undefined ? "" : `. Did you mean ${meant}?`}`,
  );
}

/** The tests of one domain, sorted by path; none where it has none. */
export function domainTests(root: string, domain: string): readonly FoundTest[] {
  const folder = `sql/${domain}/tests`;
  return namesIn(join(root, folder))
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((name) => ({ domain, source: read(root, `${folder}/${name}`) }));
}

function namesIn(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}

function read(root: string, path: string): SourceFile {
  return { path, text: readFileSync(join(root, path), "utf8") };
}
