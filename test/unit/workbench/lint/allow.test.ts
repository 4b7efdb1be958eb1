import { describe, expect, it } from "vitest";
import { lintExample, reportOf } from "./lint-example.ts";

const star =
  "INSERT INTO latest_views (view_id, postcode)\nWITH v AS (SELECT * FROM page_views)\nSELECT view_id, postcode\nFROM v\n";
const clean = star.replace("*", "view_id, postcode");

describe("an exception from a rule", () => {
  it("takes the rule's problems out of the report", async () => {
    expect(await lintExample(`-- @lint_allow select-star: the columns are the view's\n${star}`)).toEqual([]);
  });

  it("leaves other rules' problems in", async () => {
    const problems = await lintExample(
      `-- @lint_allow select-star: why\n${star.replace("FROM v\n", "FROM v WHERE NOW() > NOW()")}`,
    );
    expect(problems.map(({ code }) => code)).toEqual(["wall-clock", "wall-clock"]);
  });

  it("needs a reason", async () => {
    const problems = await lintExample(`-- @lint_allow select-star\n${star}`);
    expect(problems.map(({ code }) => code)).toEqual(["lint-allow", "select-star"]);
    expect(problems[0]).toMatchObject({
      line: 1,
      column: 4,
      severity: "error",
      message: "the exception from select-star has no reason",
      advice: "write -- @lint_allow select-star: <reason>",
    });
  });

  it("names a rule that exists", async () => {
    const report = await reportOf(`-- question\n-- @lint_allow no-star: why\n${clean}`);
    expect(report).toContain("example.sql:2:4 error lint-allow: there is no rule no-star\n");
    expect(report).toContain("the rules are column-count, column-list,");
  });

  it("is told of when nothing breaks the rule", async () => {
    const [problem] = await lintExample(`-- @lint_allow select-star: why\n${clean}`);
    expect(problem).toMatchObject({
      severity: "warning",
      code: "lint-allow",
      message: "nothing in the file breaks select-star",
      advice: "take the exception out",
    });
  });

  it("does not hide broken syntax", async () => {
    const problems = await lintExample(
      "-- @lint_allow syntax: why\nINSERT INTO latest_views (view_id) SELECT FROM x\n",
    );
    expect(problems.map(({ code }) => code)).toContain("syntax");
  });
});
