import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readExplainedPlan } from "../../../../packages/workbench/src/doctor/explained-plan.ts";

const pageViews = readFileSync(join(import.meta.dirname, "page-views.explain.txt"), "utf8");

/** A plan with one window aggregate of that window. */
function planWith(window: string): string {
  return [
    "== Optimized Physical Plan ==",
    "Sink(table=[default_catalog.default_database.counts], fields=[n])",
    `+- WindowAggregate(groupBy=[postcode], window=[${window}], select=[COUNT(*) AS n])`,
    "   +- TableSourceScan(table=[[default_catalog, default_database, views, watermark=[viewed_at], watermarkEmitStrategy=[on-periodic]]], fields=[viewed_at])",
    "",
    "== Optimized Execution Plan ==",
  ].join("\n");
}

test("only a window aggregate closes windows", () => {
  const { results } = readExplainedPlan(pageViews);
  expect(results.map(({ table, windows }) => ({ table, windows }))).toEqual([
    { table: "page_view_counts", windows: [] },
    { table: "page_view_counts_final", windows: [{ kind: "TUMBLE", sizeMs: 60_000, offsetMs: 0 }] },
    { table: "page_views_late", windows: [] },
  ]);
});

test("sources, mini-batch and watermark conditions are read", () => {
  const { results, scans } = readExplainedPlan(pageViews);
  expect(results[1]).toMatchObject({ sources: ["page_views"], miniBatchMs: 60_000, comparesWatermark: true });
  expect(scans).toEqual([{ table: "page_views", delayMs: 1_800_000, idleTimeoutMs: 2_000 }]);
});

test("a watermark without delay and idle timeout is read", () => {
  expect(readExplainedPlan(planWith("TUMBLE(time_col=[viewed_at], size=[1 d], offset=[6 h])")).scans).toEqual(
    [{ table: "views", delayMs: 0, idleTimeoutMs: undefined }],
  );
});

test.each([
  [
    "TUMBLE(time_col=[viewed_at], size=[1 d], offset=[6 h])",
    { kind: "TUMBLE", sizeMs: 86_400_000, offsetMs: 21_600_000 },
  ],
  [
    "HOP(time_col=[viewed_at], size=[5 min], slide=[1 min])",
    { kind: "HOP", sizeMs: 300_000, slideMs: 60_000, offsetMs: 0 },
  ],
  [
    "CUMULATE(slice_end=[$e], max_size=[1 h], step=[10 s])",
    { kind: "CUMULATE", sizeMs: 3_600_000, stepMs: 10_000, offsetMs: 0 },
  ],
  [
    "SESSION(time_col=[viewed_at], gap=[90 s], partition keys=[postcode])",
    { kind: "SESSION", gapMs: 90_000 },
  ],
])("%s is read", (text, window) => {
  expect(readExplainedPlan(planWith(text)).results[0]?.windows).toEqual([window]);
});

test("text that is no plan holds no results", () => {
  expect(readExplainedPlan("== Something new ==\nNode(x)")).toEqual({ results: [], scans: [] });
});
