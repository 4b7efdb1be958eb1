import { join } from "node:path";
import {
  compileDomain,
  type Domain,
  formatProblems,
  loadDomainFolder,
  type Plan,
  readDomain,
} from "@millrace/domain";
import { type LoadedTest, loadTest } from "../../../../packages/workbench/src/sql-test/load-test.ts";

/** The repository. */
export const root = join(import.meta.dirname, "..", "..", "..", "..");

const sources = loadDomainFolder(root, "page-views");

/** The page-view domain as its tests see it. */
export const pageViews: { readonly plan: Plan; readonly domain: Domain } = {
  plan: compileDomain(sources, { stage: "test" }),
  domain: readDomain(sources),
};

/** Reads a test of the page views; the head of every test stands already. */
export function load(body: string, seed?: number) {
  const text = `describe: a test\ndate: 2021-01-26\n${body}`;
  return loadTest({ path: "sql/page-views/tests/a.yaml", text }, { ...pageViews, seed });
}

/** A test that is right, with given events. */
export function example(body: string): Extract<LoadedTest, { kind: "example" }> {
  const { test, problems } = load(body);
  if (test?.kind !== "example") throw new Error(formatProblems(problems));
  return test;
}

/** A test that is right, with a property. */
export function property(body: string): Extract<LoadedTest, { kind: "property" }>["property"] {
  const { test, problems } = load(body);
  if (test?.kind !== "property") throw new Error(formatProblems(problems));
  return test.property;
}

/** The problems of a test that is wrong, as they are told. */
export function problemsOf(body: string): string {
  return formatProblems(load(body).problems);
}
