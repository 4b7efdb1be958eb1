import { execFileSync } from "node:child_process";
import { join } from "node:path";
import {
  diffStatement,
  type InputDifference,
  loadDomainForms,
  readTopicScript,
  showDifference,
  type SqlDifference,
  startWorkbenchFlink,
  testInputs,
  type WorkbenchFlink,
} from "@millrace/workbench";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { PageViewRun } from "../helpers/page-view-run.ts";
import { StatementStage } from "../helpers/statement-stage.ts";

const home = process.env.MILLRACE_HOME ?? join(import.meta.dirname, "..", "..", ".millrace");
const domain = "page-views";

describe("comparing the committed and the edited statement", () => {
  let flink: WorkbenchFlink;
  beforeAll(async () => {
    flink = await startWorkbenchFlink({ home, java: "java" });
  });
  afterAll(() => flink.stop());

  /** A clone whose files are committed. */
  function committedClone(): StatementStage {
    const clone = new StatementStage(inject("stack"));
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
        cwd: clone.root,
      });
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "first");
    return clone;
  }

  /** The difference that the clone's edits make over one of its tests. */
  async function differenceOver(clone: StatementStage, name: string): Promise<SqlDifference> {
    const forms = await loadDomainForms(clone.root, domain, { ref: "HEAD", stage: "test" });
    return diffStatement({ flink, ...forms, inputs: testInputs(clone.root, forms, name) });
  }

  const resultOf = ({ inputs }: SqlDifference, table: string) =>
    (inputs[0] as InputDifference).results.find((result) => result.table === table);

  test("shows the windows and keys whose rows change", async () => {
    const clone = committedClone();
    clone.edit("page_view_counts_final.sql", "SIZE => INTERVAL '1' MINUTE", "SIZE => INTERVAL '2' MINUTES");
    const found = await differenceOver(clone, "in-order");
    expect(resultOf(found, "page_view_counts")).toMatchObject({ differences: [] });
    const final = resultOf(found, "page_view_counts_final");
    expect(final?.key).toEqual(["window_start", "window_end", "postcode"]);
    expect(final?.differences).toContainEqual({
      kind: "added",
      after: expect.objectContaining({
        window_start: "2021-01-26T14:44:00.000",
        window_end: "2021-01-26T14:46:00.000",
        postcode: "SW19",
        page_view_count: 3n,
      }) as unknown,
    });
    expect(found.state).toContainEqual(
      expect.objectContaining({
        kind: "aggregate",
        fate: "lost",
        detail: "window changed from tumbling 1 min to tumbling 2 min",
      }),
    );
    expect(showDifference(found)).toMatch(/^ {2}-.*size=\[1 min\].*\n(?:.*\n)*? {2}\+.*size=\[2 min\]/m);
  });

  test("names a new column and compares the others", async () => {
    const clone = committedClone();
    clone.edit("domain.yaml", "      is_final: {", "      viewers: { type: long }\n      is_final: {");
    for (const file of ["page_view_counts.sql", "page_view_counts_final.sql"]) {
      clone.edit(file, "aggregate_interval, is_final)", "aggregate_interval, viewers, is_final)");
      clone.edit(
        file,
        "'PT1M' AS aggregate_interval,",
        "'PT1M' AS aggregate_interval,\n  COUNT(DISTINCT user_id) AS viewers,",
      );
    }
    const found = await differenceOver(clone, "in-order");
    expect(resultOf(found, "page_view_counts")).toMatchObject({ addedColumns: ["viewers"], differences: [] });
    expect(found.state).toContainEqual(expect.objectContaining({ fate: "lost", kind: "aggregate" }));
  });

  test("an edit of comments alone is the same statement", async () => {
    const clone = committedClone();
    clone.edit("page_view_counts.sql", "-- How many", "-- So many");
    const { before, after } = await loadDomainForms(clone.root, domain, { ref: "HEAD", stage: "test" });
    expect(after.statement.hash).toBe(before.statement.hash);
  });

  test("takes the newest events of the running topic in their order", async () => {
    const stack = inject("stack");
    const run = await PageViewRun.begin(stack);
    const { left, right } = run.postcodes;
    const views = [
      run.view(left, run.at(0, 1)),
      run.view(right, run.at(0, 2)),
      run.view(left, run.at(0, 30)),
    ];
    await run.post(views);
    const clone = committedClone();
    const table = clone.plan.tables.find(({ name }) => name === "page_views");
    if (table === undefined) throw new Error("the domain has a table page_views");
    const slice = { lastMs: 60_000, limit: 2 };
    const script = await readTopicScript(stack, { ...table, topic: "test.streaming.page-view" }, slice);
    expect(script).toMatchObject({ events: 2, skipped: 1 });
    expect(script.steps.map((step) => (step.kind === "row" ? step.row["event_id"] : step))).toEqual(
      views.slice(1).map(({ event_id }) => event_id),
    );
    clone.edit("page_view_counts.sql", "COUNT(*)", "COUNT(DISTINCT user_id)");
    const forms = await loadDomainForms(clone.root, domain, { ref: "HEAD", stage: "test" });
    const steps = { page_views: script.steps };
    const inputs = [{ name: "the topic", before: steps, after: steps }];
    const found = await diffStatement({ flink, ...forms, inputs });
    expect(resultOf(found, "page_view_counts")).toMatchObject({ rowsBefore: 2, unchanged: 2 });
  });
});
