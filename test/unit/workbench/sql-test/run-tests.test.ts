import { appendFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findTests, runTests, showResult, type TestResult } from "@millrace/workbench";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";
import { root as repository } from "./page-view-tests.ts";

/** A repository with the page views and these tests alone. */
function withTests(tests: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  const folder = join(root, "sql", "page-views");
  cpSync(join(repository, "sql", "page-views"), folder, {
    recursive: true,
    filter: (path) => !path.endsWith("tests"),
  });
  mkdirSync(join(folder, "tests"));
  for (const [name, text] of Object.entries(tests)) writeFileSync(join(folder, "tests", name), text);
  return root;
}

async function run(root: string): Promise<{ results: readonly TestResult[]; starts: number }> {
  let starts = 0;
  const withFlink = () => {
    starts += 1;
    return Promise.resolve();
  };
  return { results: await runTests({ root, tests: findTests({ root }), withFlink }), starts };
}

describe("running tests", () => {
  test("starts no Flink where nothing can be run", async () => {
    const { results, starts } = await run(
      withTests({
        "broken.yaml": "describe: [",
        "new.yaml": 'describe: It is new.\ngiven: { page_views: [{ at: "2021-01-26T14:44:05" }] }',
        "wrong.yaml": "describe: It is wrong.\ngivn: {}",
      }),
    );
    expect(results.map(({ path, outcome }) => [path.split("/").at(-1), outcome])).toEqual([
      ["broken.yaml", "invalid"],
      ["new.yaml", "new"],
      ["wrong.yaml", "invalid"],
    ]);
    expect(starts).toBe(0);
  });

  test("tells where a test file is wrong", async () => {
    const { results } = await run(withTests({ "wrong.yaml": "describe: It is wrong.\ngivn: {}" }));
    expect(results.map(showResult)).toEqual([
      "✖ sql/page-views/tests/wrong.yaml  0 ms\n" +
        '    sql/page-views/tests/wrong.yaml:2:1 givn: found the unknown key "givn", expected one of date, describe, expect, given, order, property; did you mean "given"?',
    ]);
  });

  test("refuses a domain whose file has two statements", async () => {
    const root = withTests({ "a.yaml": "describe: It is right.\ngiven: {}" });
    appendFileSync(
      join(root, "sql/page-views/page_view_counts.sql"),
      ";\nINSERT INTO page_views_late SELECT 1",
    );
    await expect(run(root)).rejects.toThrow(
      /sql\/page-views\/page_view_counts\.sql:\d+:1: found a second statement beginning with "INSERT", expected one statement a file/,
    );
  });
});
