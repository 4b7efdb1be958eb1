import type { FlinkRow } from "@millrace/flink";
import { describe, expect, test } from "vitest";
import type { Scripts } from "../../../../packages/workbench/src/flink/script.ts";
import { checkProperty } from "../../../../packages/workbench/src/sql-test/property/check-property.ts";
import { showCounterExample } from "../../../../packages/workbench/src/sql-test/property/show-counter-example.ts";
import { property } from "./page-view-tests.ts";

const counts = property(`property:
  table: page_views
  runs: 20
  events: 30
  span: 1 hour
  vary: { postcode: [SW19, E14] }
  late: 0%
  holds:
    page_view_counts_final:
      window: { kind: tumbling, size: 1 minute }
      by: [postcode]
      columns: { window_start: window_start, postcode: postcode, page_view_count: count() }
`);

/** Counts each page view once as the SQL does, but counts at most `limit` of a postcode's minute. */
function counting(limit: number) {
  let runs = 0;
  const run = (scripts: Scripts) => {
    runs += 1;
    const rows = new Map<string, FlinkRow>();
    const come = new Set<unknown>();
    for (const step of scripts["page_views"] ?? []) {
      if (step.kind !== "row") continue;
      const { event_id, viewed_at, postcode } = step.row as Record<
        "event_id" | "viewed_at" | "postcode",
        string
      >;
      if (come.has(event_id)) continue;
      come.add(event_id);
      const window_start = `${viewed_at.slice(0, "2021-01-04T12:00".length)}:00.000`;
      const key = `${window_start} ${postcode}`;
      const before = (rows.get(key)?.["page_view_count"] as bigint | undefined) ?? 0n;
      const page_view_count = before < limit ? before + 1n : before;
      rows.set(key, { window_start, postcode, page_view_count });
    }
    const changes = [...rows.values()].map((row) => ({ kind: "insert", row }) as const);
    return Promise.resolve({ page_view_counts_final: changes });
  };
  return { run, runs: () => runs };
}

describe("a property", () => {
  test("holds for streams that are counted rightly", async () => {
    const statements = counting(Number.MAX_SAFE_INTEGER);
    expect(await checkProperty(counts, statements)).toEqual({ runs: 20 });
  });

  test("is refuted by a stream that is made small", async () => {
    const { counterExample } = await checkProperty(counts, counting(1));
    const views = counterExample?.events.reduce((sum, { times }) => sum + times, 0);
    expect(views).toBeLessThanOrEqual(3);
    expect(showCounterExample(counterExample?.events ?? [], counts).slice(0, 3)).toEqual([
      "date: 2021-01-04",
      "given:",
      "  page_views:",
    ]);
  });

  test("takes a bounded number of runs to be made small", async () => {
    const statements = counting(1);
    await checkProperty({ ...counts, events: 200 }, statements);
    expect(statements.runs()).toBeLessThanOrEqual(20 + 40);
  });

  test("fails alike for the same seed", async () => {
    const first = await checkProperty(counts, counting(1));
    expect(await checkProperty(counts, counting(1))).toEqual(first);
  });

  test("throws what Flink throws", async () => {
    const run = () => Promise.reject(new Error("Job failed"));
    await expect(checkProperty(counts, { run })).rejects.toThrow("Job failed");
  });
});
