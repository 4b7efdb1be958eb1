import { describe, expect, test } from "vitest";
import { formatResults, hasSamples } from "../../../apps/cli/src/first-results.ts";

const row = (value: Record<string, unknown>) => ({
  partition: 0,
  offset: 0,
  recordTime: "",
  key: "SW19",
  value,
});

describe("first results", () => {
  test("are shown a table with instants as dates", () => {
    const rows = [row({ window_start: 1_768_471_200_000, postcode: "SW19", page_view_count: 3 })];
    const table = { table: "counts", topic: "test.out", instants: new Set(["window_start"]), rows };
    expect(formatResults([table])).toBe(
      "counts (1 rows in test.out)\n  window_start=2026-01-15T10:00:00.000Z postcode=SW19 page_view_count=3",
    );
  });

  test("show the last rows of a long table", () => {
    const rows = [1, 2, 3].map((count) => row({ count }));
    const text = formatResults([{ table: "counts", topic: "t", instants: new Set<string>(), rows }], 2);
    expect(text).toBe("counts (3 rows in t)\n  count=2\n  count=3");
  });

  test("say that there are none", () => {
    expect(formatResults([])).toBe("No result is committed yet.");
  });
});

test("samples come with page views alone", () => {
  const event = (domain: string) => ({ events: [{ domain }] }) as unknown as Parameters<typeof hasSamples>[0];
  expect([hasSamples(event("page-views")), hasSamples(event("shop"))]).toEqual([true, false]);
});
