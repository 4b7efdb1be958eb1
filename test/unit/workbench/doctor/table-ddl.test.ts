import { compileDomain, emitFlinkDdl, emitStatementSet, loadDomainFolder, type Plan } from "@millrace/domain";
import { join } from "node:path";
import { expect, test } from "vitest";
import { insertedTables, readTableDdl } from "../../../../packages/workbench/src/doctor/table-ddl.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const plan: Plan = compileDomain(loadDomainFolder(root, "page-views"), { stage: "test" });

test("every table of a plan is read from its DDL", () => {
  for (const table of plan.tables) {
    const [text = ""] = emitFlinkDdl(table, { target: "local" });
    const ddl = readTableDdl(text);
    expect(ddl).toMatchObject({
      name: table.deduplicate?.receivedTable ?? table.name,
      timeColumn: table.watermark?.column,
    });
    expect(ddl?.options.get("topic")).toBe(table.topic);
  }
});

test("options keep their quotes and a column's comment is none", () => {
  const ddl = "CREATE TABLE `a` (\n  `b` STRING COMMENT 'x'' = ''y'\n) WITH (\n  'c' = 'it''s'\n)";
  expect([...(readTableDdl(ddl)?.options ?? [])]).toEqual([["c", "it's"]]);
});

test("other statements are no tables", () => {
  expect(readTableDdl("CREATE VIEW `a` AS SELECT 1")).toBeUndefined();
});

test("a statement set names the tables it fills", () => {
  const tables = plan.statements.map((statement) => insertedTables(emitStatementSet(statement)));
  expect(tables).toEqual([
    ["page_view_counts", "page_view_counts_final", "page_views_intake", "page_views_late"],
  ]);
});
