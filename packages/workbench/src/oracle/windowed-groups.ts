import { type OracleRow, type OracleValue, valueOf } from "./row.ts";
import { type Span, type Window, windowsOf } from "./window.ts";

/** What comes, in order: rows, and watermarks that move without one. */
export type OracleStep =
  ({ readonly kind: "row" } & OracleRow) | { readonly kind: "watermark"; readonly atMs: number };

/** The rows of one group in one window. */
export interface WindowedGroup extends Span {
  readonly key: Readonly<Record<string, OracleValue>>;
  readonly rows: readonly OracleRow[];
}

/** How rows are grouped, and when they are too late. */
export interface Grouping {
  readonly window: Window;
  readonly by: readonly string[];
  /** How far the watermark stays behind the newest event time: watermark delay plus grace. */
  readonly behindMs: number;
}

type MutableGroup = {
  startMs: number;
  endMs: number;
  key: WindowedGroup["key"];
  rows: OracleRow[];
};

/**
 * Puts every row into its windows unless the watermark had passed a window's end when the row came: `end - 1 > watermark`. A
 * row behind the watermark still counts in those of its windows that are open.
 */
export function windowedGroups(steps: readonly OracleStep[], grouping: Grouping): readonly WindowedGroup[] {
  const { window, behindMs } = grouping;
  const groups = new Map<string, MutableGroup[]>();
  let watermark = Number.NEGATIVE_INFINITY;
  for (const step of steps) {
    if (step.kind === "watermark") {
      watermark = Math.max(watermark, step.atMs);
      continue;
    }
    const key = Object.fromEntries(grouping.by.map((name) => [name, valueOf(step, name)]));
    const text = JSON.stringify(Object.values(key), (_, value: unknown) =>
      typeof value === "bigint" ? `${value}n` : value,
    );
    const mine = groups.get(text) ?? [];
    groups.set(text, mine);
    const judged = { row: step, key, groups: mine, isOpen: ({ endMs }: Span) => endMs - 1 > watermark };
    if (window.kind === "session") joinSession(judged, window.gapMs);
    else for (const span of windowsOf(window, step.timeMs)) addTo(judged, span);
    watermark = Math.max(watermark, step.timeMs - behindMs);
  }
  return [...groups.values()].flat();
}

interface Judged {
  readonly row: OracleRow;
  readonly key: WindowedGroup["key"];
  readonly groups: MutableGroup[];
  readonly isOpen: (span: Span) => boolean;
}

function addTo({ row, key, groups, isOpen }: Judged, span: Span): void {
  if (!isOpen(span)) return;
  const group = groups.find(({ startMs, endMs }) => startMs === span.startMs && endMs === span.endMs);
  if (group === undefined) groups.push({ ...span, key, rows: [row] });
  else group.rows.push(row);
}

/** A row's own session reaches over the gap; it becomes one with all open sessions that it touches, and is late by the whole. */
function joinSession({ row, key, groups, isOpen }: Judged, gapMs: number): void {
  const own = { startMs: row.timeMs, endMs: row.timeMs + gapMs };
  const touched = groups.filter(
    (group) => isOpen(group) && group.startMs <= own.endMs && group.endMs >= own.startMs,
  );
  const merged: MutableGroup = {
    startMs: Math.min(own.startMs, ...touched.map(({ startMs }) => startMs)),
    endMs: Math.max(own.endMs, ...touched.map(({ endMs }) => endMs)),
    key,
    rows: [...touched.flatMap(({ rows }) => rows), row],
  };
  if (!isOpen(merged)) return;
  for (const group of touched) groups.splice(groups.indexOf(group), 1);
  groups.push(merged);
}
