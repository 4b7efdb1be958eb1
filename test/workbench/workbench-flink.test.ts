import { join } from "node:path";
import { compileDomain, loadDomainFolder, type StatementPlan } from "@millrace/domain";
import {
  prepareStatements,
  runStatements,
  type ScriptStep,
  startWorkbenchFlink,
  type WorkbenchFlink,
} from "@millrace/workbench";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneHome, workbenchFolders, workbenchHome } from "../helpers/workbench-home.ts";

const root = join(import.meta.dirname, "..", "..");
const plan = compileDomain(loadDomainFolder(root, "page-views"), { stage: "test" });
const statement = plan.statements[0] as StatementPlan;

function view(eventId: string, time: string): ScriptStep {
  const row = {
    event_id: eventId,
    user_id: 1,
    postcode: "SW19",
    webpage: "w",
    viewed_at: `2021-01-26T${time}`,
  };
  return { kind: "row", row };
}

describe("the workbench's Flink", () => {
  let flink: WorkbenchFlink;
  beforeAll(async () => {
    flink = await startWorkbenchFlink({ home: cloneHome, java: "java" });
  });
  afterAll(() => flink.stop());

  test("plays events and watermarks in their order", async () => {
    const passed = { kind: "watermark", atMs: Date.parse("2021-01-26T14:45:00Z") } as const;
    const page_views = [view("e1", "14:44:05"), passed, view("e2", "14:44:06"), view("e3", "14:45:00")];
    const changes = await runStatements({ flink, plan, statement, scripts: { page_views } });
    expect(
      changes["page_view_counts_final"]?.map(({ row }) => [row["window_start"], row["page_view_count"]]),
    ).toEqual([
      ["2021-01-26T14:44:00.000", 1n],
      ["2021-01-26T14:45:00.000", 1n],
    ]);
    expect(changes["page_views_late"]?.map(({ row }) => row["event_id"])).toEqual(["e2", "e3"]);
  });

  test("runs a prepared statement again without what came before", async () => {
    await using prepared = await prepareStatements(flink, { plan, statement });
    await prepared.run({ page_views: [view("e1", "14:44:05")] });
    const changes = await prepared.run({});
    expect(changes).toEqual({
      page_view_counts: [],
      page_view_counts_final: [],
      page_views_intake: [],
      page_views_late: [],
    });
  });

  test("says where in its file a statement is wrong", async () => {
    const inserts = statement.inserts.map((insert) => ({
      ...insert,
      query: { ...insert.query, text: insert.query.text.replaceAll("COUNT(*)", "COUNTS(*)") },
    }));
    const wrong = { ...statement, inserts };
    await expect(prepareStatements(flink, { plan, statement: wrong })).rejects.toThrow(
      /sql\/page-views\/page_view_counts\.sql:\d+:\d+/,
    );
  });

  test("throws with the innermost cause of a failed job", async () => {
    const inserts = statement.inserts.map((insert) => ({
      ...insert,
      query: {
        ...insert.query,
        text: insert.query.text.replace("'PT1M'", "CAST(CAST(postcode AS INT) AS STRING)"),
      },
    }));
    const scripts = { page_views: [view("e1", "14:44:05")] };
    await expect(
      runStatements({ flink, plan, statement: { ...statement, inserts }, scripts }),
    ).rejects.toThrow(/Job .+ is FAILED: .*SW19/);
  });

  test("leaves nothing behind when it is stopped", async () => {
    const home = workbenchHome();
    const another = await startWorkbenchFlink({ home, java: "java" });
    expect(workbenchFolders(home)).toHaveLength(1);
    await another.stop();
    expect(workbenchFolders(home)).toEqual([]);
  });
});
