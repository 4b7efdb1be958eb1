import { compileDomain, type DomainSources } from "@millrace/domain";
import { freePorts } from "@millrace/engines";
import { SqlGateway } from "@millrace/flink";
import { explainPlan, formatLintProblems, type LintProblem, lintRules } from "@millrace/workbench";
import { describe, expect, inject, it } from "vitest";
import { freeStackEnv, millrace } from "../helpers/millrace.ts";
import { bridgedQueries } from "../unit/workbench/lint/bridged-queries.ts";
import { exampleFile, exampleSources, readExample } from "../unit/workbench/lint/example-domain.ts";

const stack = inject("stack");

/** What Flink says against the statement under test; the others are there to make the domain whole. */
async function explain(sources: DomainSources): Promise<readonly LintProblem[]> {
  const plan = compileDomain(sources, { stage: "test" });
  const statements = plan.statements.map((statement) => ({
    ...statement,
    inserts: statement.inserts.filter(({ file }) => file === exampleFile),
  }));
  const gateway = new SqlGateway({ url: stack.gatewayUrl });
  return explainPlan(gateway, { ...plan, statements }, sources.statements);
}

describe("sql lint", () => {
  it("asks the running stack about what is shipped", async () => {
    const { stdout, stderr } = await millrace(["sql", "lint"], stack.env);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^0 errors and 0 warnings in \d+ statements\. Flink was asked about .*page-views/);
  });

  it("prints one JSON value", async () => {
    const { stdout } = await millrace(["sql", "lint", "page-views", "--json"], stack.env);
    expect(JSON.parse(stdout)).toEqual({ problems: [], explained: ["page-views"] });
  });

  it("goes on without Flink where no stack runs", async () => {
    const { stderr } = await millrace(
      ["sql", "lint", "page-views"],
      await freeStackEnv("lint-without-stack"),
    );
    expect(stderr).toBe(
      '0 errors and 0 warnings in 4 statements. Flink was not asked: the stack is not running; start it with "npm start", or name a gateway with --gateway\n',
    );
  });

  it("fails where a named gateway does not answer", async () => {
    const [port] = await freePorts(1);
    const args = ["sql", "lint", "--gateway", `http://127.0.0.1:${port}`];
    const { stdout, stderr } = await millrace(args, stack.env, "capture", 1);
    expect(stdout).toBe("");
    expect(stderr).toContain(`No answer from the SQL Gateway at http://127.0.0.1:${port}`);
  });

  it("fails for a target that does not exist", async () => {
    const { stderr } = await millrace(["sql", "lint", "page-view"], stack.env, "capture", 1);
    expect(stderr).toContain("page-view is neither a domain nor a statement file of one");
  });
});

describe("Flink's own parser", () => {
  it.each(lintRules.map(({ code }) => code))("plans the good example of %s", async (code) => {
    const sources = exampleSources(readExample(code, "good") ?? "");
    expect(formatLintProblems(await explain(sources), sources.statements)).toBe("");
  });

  it.each(bridgedQueries)("plans what the grammar is bridged for: %s", async (_what, query) => {
    const sources = exampleSources(`INSERT INTO ordered_views (view_id)\n${query}\n`);
    expect(formatLintProblems(await explain(sources), sources.statements)).toBe("");
  });

  it("shows its complaint at the place in the file", async () => {
    const sources = exampleSources(
      "-- header\nINSERT INTO latest_views (view_id, postcode)\nSELECT view_id, UPER(postcode) AS postcode\nFROM page_views\n",
    );
    expect(formatLintProblems(await explain(sources), sources.statements).split("\n")).toEqual([
      `${exampleFile}:3:17 error explain: No match found for function signature UPER(<CHARACTER>)`,
      "3 | SELECT view_id, UPER(postcode) AS postcode",
      "  |                 ^^^^^^^^^^^^^^",
    ]);
  });
});
