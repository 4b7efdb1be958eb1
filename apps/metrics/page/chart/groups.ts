import type { CatalogPanel, PanelMeasure } from "../contract/catalog.ts";
import type { Row } from "../contract/frames.ts";
import { numberOf } from "../format/numbers.ts";
import type { RankBy } from "../state/url-state.ts";

/** One value of a group. */
export interface Point {
  /** Epoch seconds of the row's time. */
  readonly at: number;
  readonly value: number;
  readonly isFinal: boolean;
}

/** The rows of one group of a panel, along their time. */
export interface Group {
  /** What tells it apart; empty where a panel has no groups. */
  readonly name: string;
  readonly points: readonly Point[];
  readonly total: number;
  readonly peak: number;
  readonly newest: number;
}

/** The groups that are shown, and what the others come to. */
export interface RankedGroups {
  readonly shown: readonly Group[];
  readonly others: { readonly groups: number; readonly total: number; readonly peak: number };
}

/** How rows become groups. */
export interface Grouping extends Pick<CatalogPanel, "timeColumn" | "groupColumns"> {
  readonly measure: PanelMeasure;
  /** Whether rows say when they are final; else none is told apart. */
  readonly isPaired: boolean;
}

/** Sorts a panel's rows into groups; rows without a time or a value are left out. */
export function groupRows(rows: Iterable<Row>, grouping: Grouping): readonly Group[] {
  const { groupColumns } = grouping;
  const found = new Map<string, Point[]>();
  for (const row of rows) {
    const point = pointOf(row, grouping);
    if (point === undefined) continue;
    const name = groupName(row, groupColumns);
    const points = found.get(name);
    if (points === undefined) found.set(name, [point]);
    else points.push(point);
  }
  return [...found].map(([name, points]) => groupOf(name, points));
}

/** What a row's group is called: its values with a dot between them. */
export function groupName(row: Row, groupColumns: readonly string[]): string {
  return groupColumns.map((column) => String(row[column] ?? "–")).join(" · ");
}

/** The first of the groups by what they are ranked by, and the others counted; equal ones go by name. */
export function rankGroups(groups: readonly Group[], by: RankBy, limit: number): RankedGroups {
  const ranked = [...groups].sort((a, b) => b[by] - a[by] || (a.name < b.name ? -1 : 1));
  const rest = ranked.slice(limit);
  return {
    shown: ranked.slice(0, limit),
    others: {
      groups: rest.length,
      total: rest.reduce((sum, { total }) => sum + total, 0),
      peak: Math.max(0, ...rest.map(({ peak }) => peak)),
    },
  };
}

/** Sums say something of counts; averages, levels and extremes are compared by their peak. */
export function defaultRank({ column }: PanelMeasure): RankBy {
  return /(^|_)(avg|average|mean|min|max|lowest|highest|weakest|last|active|current|battery|temperature|humidity)(_|$)/.test(
    column,
  )
    ? "peak"
    : "total";
}

function pointOf(row: Row, { timeColumn, measure, isPaired }: Grouping): Point | undefined {
  const at = timeColumn === undefined ? Number.NaN : Date.parse(String(row[timeColumn]));
  const value = numberOf(row[measure.column]);
  if (Number.isNaN(at) || value === undefined) return undefined;
  return { at: at / 1000, value, isFinal: !isPaired || row.is_final === true };
}

function groupOf(name: string, unsorted: readonly Point[]): Group {
  const points = [...unsorted].sort((a, b) => a.at - b.at);
  let [total, peak] = [0, Number.NEGATIVE_INFINITY];
  for (const { value } of points) {
    total += value;
    peak = Math.max(peak, value);
  }
  return { name, points, total, peak, newest: points.at(-1)?.value ?? 0 };
}
