import type { FlinkRow, FlinkValue } from "@millrace/flink";
import { structuredPatch } from "diff";
import type { ChangedRow, ResultDifference } from "./compare-results.ts";
import { readablePlan } from "./readable-plan.ts";
import type { InputDifference, SqlDifference } from "./diff-statement.ts";

/** Rows of one result that are shown at most; how many more there are is said. */
const shownRows = 20;

/** How much of a difference is shown. */
export interface ShowOptions {
  /** Results that are shown; default all. */
  readonly tables?: readonly string[];
  /** Context lines around a change of the plan. Default 1. */
  readonly planContext?: number;
}

/** The row difference over every input, then the difference of the plans, as lines. */
export function showDifference(found: SqlDifference, options: ShowOptions = {}): string {
  const results = found.inputs.map((input) => showInput(input, options.tables));
  return [...results, showPlan(found.explained, options.planContext ?? 1)].join("\n\n");
}

function showInput(
  { input, events, results }: InputDifference,
  tables: readonly string[] | undefined,
): string {
  const shown = results.filter(({ table }) => tables === undefined || tables.includes(table));
  return [
    `${input} (${events} ${events === 1 ? "event" : "events"})`,
    ...shown.map(showResultDifference),
  ].join("\n");
}

/** What changed in one result: a line, then its rows. */
export function showResultDifference(found: ResultDifference): string {
  const heading = `  ${found.table}: ${summary(found)}`;
  if (found.differences.length === 0) return heading;
  const more = found.differences.length - shownRows;
  return [
    heading,
    ...rowLines(found).map((line) => `    ${line}`),
    ...(more > 0 ? [`    … and ${more} more`] : []),
  ].join("\n");
}

function summary({
  existence,
  differences,
  unchanged,
  addedColumns,
  removedColumns,
}: ResultDifference): string {
  const count = (kind: ChangedRow["kind"]) => differences.filter((each) => each.kind === kind).length;
  const parts = [
    ...(existence === "both" ? [] : [existence === "added" ? "a new result" : "no longer computed"]),
    ...addedColumns.map((name) => `new column ${name}`),
    ...removedColumns.map((name) => `without column ${name}`),
    ...(["changed", "added", "removed"] as const).flatMap((kind) =>
      count(kind) === 0 ? [] : [`${count(kind)} ${count(kind) === 1 ? "row" : "rows"} ${kind}`],
    ),
    differences.length === 0 ? `no row changes, ${unchanged} equal` : `${unchanged} unchanged`,
  ];
  return parts.join(", ");
}

function rowLines({ differences, key, columns }: ResultDifference): readonly string[] {
  const shown = differences.slice(0, shownRows);
  const touched = columns.filter(
    (name) =>
      !key.includes(name) && shown.some((each) => each.kind !== "changed" || each.columns.includes(name)),
  );
  const head = ["", ...key, ...touched];
  const cells = shown.map((each) => rowCells(each, key, touched));
  return aligned([head, ...cells]);
}

const signs = { changed: "~", added: "+", removed: "-" } as const;

function rowCells(each: ChangedRow, key: readonly string[], columns: readonly string[]): readonly string[] {
  const row = each.kind === "removed" ? each.before : each.after;
  const cell = (name: string) =>
    each.kind === "changed" && each.columns.includes(name)
      ? `${textOf(each.before, name)} → ${textOf(each.after, name)}`
      : textOf(row, name);
  return [signs[each.kind], ...[...key, ...columns].map(cell)];
}

function textOf(row: FlinkRow, column: string): string {
  return valueText(row[column] ?? null);
}

function valueText(value: FlinkValue): string {
  // Whole seconds of a window need no decimals.
  if (typeof value === "string") return value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.000(Z?)$/, "$1$2");
  if (value instanceof Map) return JSON.stringify([...value], jsonValue);
  if (typeof value === "object" && value !== null) return JSON.stringify(value, jsonValue);
  return String(value);
}

function jsonValue(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function showPlan({ before, after }: SqlDifference["explained"], context: number): string {
  const { hunks } = structuredPatch(
    "before",
    "after",
    `${readablePlan(before)}\n`,
    `${readablePlan(after)}\n`,
    undefined,
    undefined,
    {
      context,
    },
  );
  if (hunks.length === 0) return "Flink's plan stays the same.";
  return [
    "Flink's plan:",
    ...hunks.flatMap(({ lines }) => ["  …", ...lines.map((line) => `  ${line}`)]),
  ].join("\n");
}
