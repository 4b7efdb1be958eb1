import { emitFlinkDdl, emitFlinkSettings, type StatementPlan, type TablePlan } from "@millrace/domain";
import { describe, expect, test } from "vitest";
import { pageViews } from "./page-view-tests.ts";

const { plan } = pageViews;
const ddl = (name: string) =>
  emitFlinkDdl(plan.tables.find((table) => table.name === name) as TablePlan, { target: "test" }).join(";\n");

describe("the test target", () => {
  test("fills event tables from scripts, watermark by watermark", () => {
    expect(ddl("page_views")).toContain(
      [
        "  WATERMARK FOR `viewed_at` AS `viewed_at` - INTERVAL '30' MINUTE",
        ") WITH (",
        "  'connector' = 'millrace-events',",
        "  'path' = '${workbench.folder}/page_views.events.jsonl',",
        "  'scan.watermark.emit.strategy' = 'on-event',",
        "  'format' = 'json',",
      ].join("\n"),
    );
  });

  test("writes the changes of results to files", () => {
    expect(ddl("page_view_counts")).toContain(
      "  'connector' = 'millrace-changes',\n  'path' = '${workbench.folder}/page_view_counts.changes.jsonl',",
    );
  });

  test("runs with production's settings in one order", () => {
    const statement = { ...(plan.statements[0] as StatementPlan) };
    const wide = { ...statement, settings: { ...statement.settings, parallelism: 4 } };
    expect(emitFlinkSettings(wide, { target: "test" })).toEqual({
      ...emitFlinkSettings(wide, { target: "local" }),
      "parallelism.default": "1",
    });
  });
});
