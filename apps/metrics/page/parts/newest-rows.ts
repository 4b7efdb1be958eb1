import { groupName } from "../chart/groups.ts";
import type { Row } from "../contract/frames.ts";

/** Rows by their time, the newest first; those without a time keep their order. */
export function newestFirst(rows: Iterable<Row>, timeColumn: string | undefined): readonly Row[] {
  const all = [...rows];
  if (timeColumn === undefined) return all.toReversed();
  const timeOf = (row: Row) => String(row[timeColumn] ?? "");
  // Times are ISO 8601 in UTC, so that texts sort as times do. Places of one window go by rank.
  return all.sort(
    (a, b) => compare(timeOf(b), timeOf(a)) || Number(a["rank_number"] ?? 0) - Number(b["rank_number"] ?? 0),
  );
}

/** The newest row of each group. */
export function newestPerGroup(
  rows: Iterable<Row>,
  timeColumn: string | undefined,
  groupColumns: readonly string[],
): readonly Row[] {
  const found = new Map<string, Row>();
  for (const row of newestFirst(rows, timeColumn)) {
    const name = groupName(row, groupColumns);
    if (!found.has(name)) found.set(name, row);
  }
  return [...found.values()];
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
