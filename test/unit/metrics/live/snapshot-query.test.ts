import { expect, test } from "vitest";
import { snapshotQuery } from "../../../../apps/metrics/src/live/postgres-snapshots.ts";
import { finalTable, servedTable } from "./served-table.ts";

const range = { since: new Date(0), maxRows: 10 };
const windows = servedTable("counts", { isWindow: true, timeColumn: "at", primaryKey: ["at", "k"] });

test("windows are read newest first from the time asked for", () => {
  expect(snapshotQuery(windows, { ...range, shown: windows })).toEqual({
    text: [
      'SELECT t."k", t."v", t."at", t."as_of", t."kafka_partition", t."kafka_offset"',
      'FROM "counts" AS t',
      'WHERE t."at" >= $2',
      'ORDER BY t."at" DESC',
      "LIMIT $1",
    ].join("\n"),
    values: [10, range.since],
  });
});

test("rows that are final are read from the table of final rows", () => {
  const { text } = snapshotQuery(windows, {
    ...range,
    shown: windows,
    finalTable: finalTable("counts_final"),
  });
  expect(text).toContain(
    'AND NOT EXISTS (SELECT 1 FROM "counts_final" AS f WHERE f."at" = t."at" AND f."k" = t."k")',
  );
});

test("a table of the present state is read whole", () => {
  const state = servedTable("state", { timeColumn: "updated_at" });
  const { text, values } = snapshotQuery(state, { ...range, shown: state });
  expect(text).not.toContain("WHERE");
  expect(text).toContain('ORDER BY t."updated_at" DESC');
  expect(values).toEqual([10]);
});
