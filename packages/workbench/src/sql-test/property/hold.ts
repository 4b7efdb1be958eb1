import { describeFound } from "@millrace/common";
import { type DataPath, type EventStream, parseDuration, suggest, type TablePlan } from "@millrace/domain";
import { type FlinkRow, type LogicalType, parseType } from "@millrace/flink";
import { decodeValue } from "../../flink/decode-row.ts";
import { type Aggregate, aggregate, type NumberKind, type OracleValue } from "../../oracle/aggregate.ts";
import type { Window } from "../../oracle/window.ts";
import { type OracleStep, windowedGroups, type WindowedGroup } from "../../oracle/windowed-groups.ts";
import type { ProblemList } from "../problem-list.ts";
import { flinkTime } from "../time-text.ts";
import type { HoldInput, WindowInput } from "./property-schema.ts";

/** A result table that is to equal an aggregation. */
export interface Hold {
  readonly table: TablePlan;
  readonly window: Window;
  readonly by: readonly string[];
  readonly columns: readonly HeldColumn[];
}

interface HeldColumn {
  readonly name: string;
  readonly type: LogicalType;
  readonly what: Meaning;
}

type Meaning =
  | { readonly kind: "start" | "end" }
  | { readonly kind: "key"; readonly column: string }
  | { readonly kind: "aggregate"; readonly aggregate: Aggregate; readonly numbers: NumberKind };

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
    if (!names.includes(name))
      problems.value([...path, "by", index], {
        found: `the unknown column ${describeFound(name)}`,
        expected: `a column of ${event.table}: ${names.join(", ")}`,
        suggestion: suggest(name, names),
      });
  const columns = Object.entries(input.columns).flatMap(([name, text]) => {
    const column = readColumn(name, text, [...path, "columns", name], { table, event, by, problems });
    return column === undefined ? [] : [column];
  });
  return { table, window: toWindow(input.window), by, columns };
}

/** What the table must hold after these steps, in the columns that are compared. */
export function heldRows(
  { window, by, columns }: Hold,
  steps: readonly OracleStep[],
  behindMs: number,
): readonly FlinkRow[] {
  return windowedGroups(steps, { window, by, behindMs }).map((group) =>
    Object.fromEntries(columns.map((column) => [column.name, heldValue(column, group)])),
  );
}

function heldValue({ type, what }: HeldColumn, group: WindowedGroup) {
  switch (what.kind) {
    case "start":
      return decodeValue(flinkTime(group.startMs), type);
    case "end":
      return decodeValue(flinkTime(group.endMs), type);
    case "key":
      return decodeValue(group.key[what.column] satisfies OracleValue | undefined, type);
    case "aggregate":
      return decodeValue(aggregate(what.aggregate, group.rows, what.numbers), type);
  }
}

interface ColumnContext {
  readonly table: TablePlan;
  readonly event: EventStream;
  readonly by: readonly string[];
  readonly problems: ProblemList;
}

function readColumn(
  name: string,
  text: string,
  path: DataPath,
  { table, event, by, problems }: ColumnContext,
): HeldColumn | undefined {
  const known = table.columns.map((column) => column.name);
  const column = table.columns.find((each) => each.name === name);
  if (column === undefined) {
    problems.key(path, {
      found: `the unknown column ${describeFound(name)}`,
      expected: `one of ${known.join(", ")}`,
      suggestion: suggest(name, known),
    });
    return undefined;
  }
  const what = meaningOf(text, event, by);
  if (what !== undefined) return { name, type: parseType(column.type), what };
  problems.value(path, {
    found: describeFound(text),
    expected: `window_start, window_end, ${[...by, ""].join(", ")}count(), or sum, min, max, avg, count, count_distinct of a column of ${event.table} in parentheses`,
  });
  return undefined;
}

function meaningOf(text: string, event: EventStream, by: readonly string[]): Meaning | undefined {
  if (text === "window_start") return { kind: "start" };
  if (text === "window_end") return { kind: "end" };
  if (by.includes(text)) return { kind: "key", column: text };
  const [, name, column = ""] = /^(count|sum|min|max|avg|count_distinct)\(\s*(\w*)\s*\)$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const kind = event.columns.find((each) => each.name === column)?.type.kind;
  if (kind === undefined && (column !== "" || name !== "count")) return undefined;
  return {
    kind: "aggregate",
    aggregate: { name: name as Aggregate["name"], ...(column === "" ? {} : { column }) },
    numbers: kind === "double" ? "real" : "whole",
  };
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
