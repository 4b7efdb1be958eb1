import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FakeFlink, FlinkUnreachableError, SqlGateway } from "@millrace/flink";
import { lintRepository, LintTargetError } from "@millrace/workbench";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";
import { exampleFile, exampleSources } from "./example-domain.ts";

const clone = join(import.meta.dirname, "..", "..", "..", "..");
const domain = "examples-of-what-the-linter-finds";
const star = "INSERT INTO latest_views (view_id, postcode)\nSELECT * FROM page_views\n";

/** A folder with the example domain, whose one statement takes every column. */
function exampleClone(): string {
  const root = temporaryFolder();
  const { domain: yaml, statements } = exampleSources(star);
  for (const { path, text } of [yaml, ...statements]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe("linting a clone", () => {
  it("finds nothing in the domains that are shipped", async () => {
    const { problems, sources } = await lintRepository({ root: clone, stage: "test" });
    expect(problems).toEqual([]);
    expect(sources.map(({ path }) => path)).toContain("sql/page-views/page_view_counts.sql");
    // What is allowed says why.
    const allowed = sources.flatMap(({ text }) => text.match(/@lint_allow.*/g) ?? []);
    expect(allowed.filter((line) => !/^@lint_allow [a-z-]+: \w+/.test(line))).toEqual([]);
  }, 60_000);

  it("reads every domain, or those that are named", async () => {
    const root = exampleClone();
    const all = await lintRepository({ root, stage: "test" });
    const named = await lintRepository({ root, stage: "test", targets: [domain] });
    expect(all.problems.map(({ code }) => code)).toEqual(["statement-name", "select-star"].sort());
    expect(named).toEqual(all);
  });

  it.each([
    [exampleFile, "."],
    ["example.sql", dirname(exampleFile)],
    [exampleFile, dirname(exampleFile)],
  ])("tells of the file %s alone, seen from %s", async (target, cwd) => {
    const root = exampleClone();
    const { problems } = await lintRepository({
      root,
      stage: "test",
      targets: [target],
      cwd: join(root, cwd),
    });
    expect(problems.map(({ code }) => code)).toEqual(["select-star"]);
  });

  it("refuses what is neither a domain nor a file", async () => {
    const linting = lintRepository({ root: exampleClone(), stage: "test", targets: ["page-view"] });
    await expect(linting).rejects.toThrow(LintTargetError);
    await expect(linting).rejects.toThrow(
      `page-view is neither a domain nor a statement file of one; the domains are ${domain}`,
    );
  });

  it("asks Flink where a gateway is given", async () => {
    const flink = new FakeFlink();
    flink.answer(/^EXPLAIN/, { columns: { result: "STRING" }, rows: [{ result: "the plan" }] });
    const gateway = new SqlGateway(flink.gateway);
    const { problems, explained } = await lintRepository({ root: clone, stage: "test", gateway });
    expect(explained).toContain("page-views");
    expect(problems).toEqual([]);
  });

  it("leaves out what Flink says of a line with an error", async () => {
    const flink = new FakeFlink();
    flink.answer(/^EXPLAIN/, { columns: { result: "STRING" }, rows: [] });
    flink.answer((sql) => sql.startsWith("EXPLAIN") && sql.includes("SELECT *"), {
      refusal: "too many columns",
    });
    const gateway = new SqlGateway(flink.gateway);
    const { problems } = await lintRepository({ root: exampleClone(), stage: "test", gateway });
    expect(problems.map(({ code }) => code)).toEqual(["select-star", "statement-name"]);
  });

  it("fails when the gateway does not answer", async () => {
    const flink = new FakeFlink();
    flink.setDown(true);
    const gateway = new SqlGateway(flink.gateway);
    await expect(lintRepository({ root: clone, stage: "test", gateway })).rejects.toThrow(
      FlinkUnreachableError,
    );
  });
});
