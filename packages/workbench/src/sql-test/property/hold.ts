import { describeFound } from "@millrace/common";
import { type DataPath, type EventStream, parseDuration, suggest, type TablePlan } from "@millrace/domain";
import type { FlinkRow } from "@millrace/flink";
import { decodeValue } from "../../flink/decode-row.ts";
import { aggregate } from "../../oracle/aggregate.ts";
import { type OracleValue, valueOf } from "../../oracle/row.ts";
import { topOf } from "../../oracle/top.ts";
import type { Window } from "../../oracle/window.ts";
import { type OracleStep, windowedGroups, type WindowedGroup } from "../../oracle/windowed-groups.ts";
import type { ProblemList } from "../problem-list.ts";
import { flinkTime } from "../time-text.ts";
import { type HeldColumn, kindAt, readHeldColumn } from "./held-column.ts";
import type { HoldInput, WindowInput } from "./property-schema.ts";

/** A result table that is to equal an aggregation. */
export interface Hold {
  readonly table: TablePlan;
  readonly window: Window;
  readonly by: readonly string[];
  /** Rows that count have one of the values in each of the columns. */
  readonly where: Readonly<Record<string, readonly unknown[]>>;
  readonly columns: readonly HeldColumn[];
  readonly top?: { readonly n: number; readonly by: string; readonly per: readonly string[] };
}

/** Reads one entry of `holds`; what is wrong is told to the problems. */
export function readHold(
  input: HoldInput,
  path: DataPath,
  {
    table,
    event,
    problems,
  }: { readonly table: TablePlan; readonly event: EventStream; readonly problems: ProblemList },
): Hold {
  const names = event.columns.map(({ name }) => name);
  const by = input.by ?? [];
  for (const [index, name] of by.entries())
    if (kindAt(event, name) === undefined)
      problems.value([...path, "by", index], unknownColumn(name, event.table, names));
  const columns = Object.entries(input.columns).flatMap(([name, text]) => {
    const column = readHeldColumn(name, text, [...path, "columns", name], { table, event, by, problems });
    return column === undefined ? [] : [column];
  });
  const { where = {}, top } = input;
  for (const name of Object.keys(where).filter((each) => kindAt(event, each) === undefined))
    problems.key([...path, "where", name], unknownColumn(name, event.table, names));
  if (top !== undefined) checkTop(top, [...path, "top"], { columns, by, problems });
  return {
    table,
    window: toWindow(input.window),
    by,
    where,
    columns,
    ...(top === undefined ? {} : { top: { n: top.n, by: top.by, per: top.per ?? [] } }),
  };
}

function unknownColumn(name: string, table: string, names: readonly string[]) {
  return {
    found: `the unknown column ${describeFound(name)}`,
    expected: `a column of ${table}: ${names.join(", ")}`,
    suggestion: suggest(name, names),
  };
}

function checkTop(
  { by: measure, per = [] }: NonNullable<HoldInput["top"]>,
  path: DataPath,
  { columns, by, problems }: Pick<Hold, "columns" | "by"> & { readonly problems: ProblemList },
): void {
  const names = columns.filter(({ what }) => what.kind === "aggregate").map(({ name }) => name);
  if (!names.includes(measure))
    problems.value([...path, "by"], {
      found: describeFound(measure),
      expected: `a column with an aggregate: ${names.join(", ")}`,
      suggestion: suggest(measure, names),
    });
  for (const [index, name] of per.entries())
    if (!by.includes(name))
      problems.value([...path, "per", index], {
        found: describeFound(name),
        expected: `one of by: ${by.join(", ")}`,
        suggestion: suggest(name, by),
      });
}

/** What the table must hold after these steps, in the columns that are compared. */
export function heldRows(hold: Hold, steps: readonly OracleStep[], behindMs: number): readonly FlinkRow[] {
  const { window, by, columns } = hold;
  const counted = steps.map((step) => leaveOut(step, hold, behindMs));
  const groups = windowedGroups(counted, { window, by, behindMs });
  return rankedGroups(groups, hold).map(({ group, rank }) =>
    Object.fromEntries(
      columns.map((column) => [column.name, decodeValue(heldValue(column, group, rank), column.type)]),
    ),
  );
}

/** A row that does not count moves event time all the same. */
function leaveOut(step: OracleStep, { where }: Hold, behindMs: number): OracleStep {
  if (step.kind === "watermark") return step;
  const counts = Object.entries(where).every(([column, values]) => values.includes(valueOf(step, column)));
  return counts ? step : { kind: "watermark", atMs: step.timeMs - behindMs };
}

interface RankedGroup {
  readonly group: WindowedGroup;
  readonly rank: bigint | null;
}

function rankedGroups(groups: readonly WindowedGroup[], { top, by, columns }: Hold): readonly RankedGroup[] {
  const ranking = columns.find(({ name }) => name === top?.by);
  if (top === undefined || ranking === undefined) return groups.map((group) => ({ group, rank: null }));
  const { per, n } = top;
  const candidates = groups.map((group) => ({
    group,
    among: [group.startMs, group.endMs, ...per.map((name) => group.key[name] ?? null)],
    by: heldValue(ranking, group, null),
    order: by.filter((name) => !per.includes(name)).map((name) => group.key[name] ?? null),
  }));
  const kind = ranking.what.kind === "aggregate" ? ranking.what.numbers : "whole";
  return topOf(candidates, n, kind);
}

function heldValue({ type, what }: HeldColumn, group: WindowedGroup, rank: bigint | null): OracleValue {
  switch (what.kind) {
    case "start":
      return flinkTime(group.startMs);
    case "end":
      return flinkTime(group.endMs);
    case "key":
      return group.key[what.column] ?? null;
    case "rank":
      return rank;
    case "aggregate": {
      const value = aggregate(what.aggregate, group.rows, what.numbers);
      // A result that cannot be NULL says 0 for the sum of nothing.
      return value === null && what.aggregate.name === "sum" && !type.nullable ? 0 : value;
    }
  }
}

function toWindow(input: WindowInput): Window {
  switch (input.kind) {
    case "tumbling":
      return { kind: "tumbling", sizeMs: parseDuration(input.size) };
    case "hopping":
      return { kind: "hopping", sizeMs: parseDuration(input.size), slideMs: parseDuration(input.slide) };
    case "cumulating":
      return { kind: "cumulating", sizeMs: parseDuration(input.size), stepMs: parseDuration(input.step) };
    case "session":
      return { kind: "session", gapMs: parseDuration(input.gap) };
  }
}
