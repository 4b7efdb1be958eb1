import type { PanelMeasure, PanelPlan } from "../plan.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import type { DomainInput, ResultInput } from "../schema/domain-schema.ts";
import type { PanelInput } from "../schema/panel-schema.ts";
import { given } from "./columns.ts";

/** The types of columns that can be drawn; money only where all of it has one currency. */
const numberTypes = new Set(["int", "long", "double", "decimal", "money"]);

/** Columns that aggregations have: a group's place in its window, and the window's length. */
const [rankColumn, intervalColumn] = ["rank_number", "aggregate_interval"];

/**
 * The panels of a domain whose declarations have become results: one a result, but for those that say otherwise, and of
 * provisional and final rows of the same columns the provisional ones, which are there first and become as right.
 */
export function normalizePanels({ domain, panels = {}, results = {} }: DomainInput): readonly PanelPlan[] {
  const own = Object.entries(panels).flatMap(([name, panel]) =>
    panel === false ? [] : [panelOf(domain, name, panel, results[panel.table])],
  );
  const byDefault = Object.entries(results)
    .filter(([name]) => !Object.hasOwn(panels, name) && !repeatsProvisional(name, results))
    .map(([name, result]) => panelOf(domain, name, { table: name }, result));
  return [...own, ...byDefault];
}

/** Whether a column can be drawn. */
export function isDrawable({ type, ...attribute }: AttributeInput): boolean {
  if (type === "money") return "currency" in attribute && attribute.currency !== undefined;
  return numberTypes.has(type);
}

/** A column's or table's name as people write it. */
export function inWords(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function repeatsProvisional(name: string, results: Readonly<Record<string, ResultInput>>): boolean {
  if (!name.endsWith("_final")) return false;
  const provisional = results[name.slice(0, -"_final".length)];
  const names = (columns: object) => Object.keys(columns).sort().join(" ");
  const final = results[name];
  return (
    provisional !== undefined && final !== undefined && names(provisional.columns) === names(final.columns)
  );
}

function panelOf(
  domain: string,
  name: string,
  panel: PanelInput,
  result: ResultInput = { topic: "", mode: "append", columns: {} },
): PanelPlan {
  const timeColumn = panel.time ?? timeOf(result);
  // Single rows are listed with all that they have.
  const isRows = result.mode === "append" && !isWindow(result);
  const groupColumns = panel.group_by ?? (isRows ? [] : groupsOf(result));
  const measures = isRows && panel.measures === undefined ? [] : measuresOf(panel, result, groupColumns);
  return {
    domain,
    name,
    title: panel.title ?? inWords(name),
    ...given("doc", panel.doc ?? result.doc),
    table: panel.table,
    kind: panel.kind ?? kindOf(result, { timeColumn, groupColumns, measures }),
    ...given("timeColumn", timeColumn),
    groupColumns,
    measures,
  };
}

/** Of windows that grow from one start the ends tell them apart. */
function timeOf({ columns, key = [], record_time }: ResultInput): string | undefined {
  if (!isWindow({ columns })) return record_time;
  return key.includes("window_end") ? "window_end" : "window_start";
}

function isWindow({ columns }: Pick<ResultInput, "columns">): boolean {
  return Object.hasOwn(columns, "window_start") && Object.hasOwn(columns, "window_end");
}

/** The key without its times; where a row's key is its place, what stands there. */
function groupsOf({ key = [], columns }: ResultInput): readonly string[] {
  if (Object.hasOwn(columns, rankColumn))
    return Object.entries(columns)
      .filter(([name, { type }]) => (type === "string" || type === "enum") && name !== intervalColumn)
      .map(([name]) => name);
  const names = typeof key === "string" ? [key] : key;
  return names.filter((name) => columns[name]?.type !== "timestamp");
}

function measuresOf(
  { measures }: PanelInput,
  { columns }: ResultInput,
  groups: readonly string[],
): readonly PanelMeasure[] {
  const facts = measures === undefined || Array.isArray(measures) ? {} : measures;
  const names =
    measures === undefined
      ? Object.entries(columns)
          .filter(([name, column]) => isDrawable(column) && !groups.includes(name) && name !== rankColumn)
          .map(([name]) => name)
      : Array.isArray(measures)
        ? measures
        : Object.keys(measures);
  return names.map((column) => {
    const { title, unit } = facts[column] ?? {};
    return { column, title: title ?? inWords(column), ...unitOf(columns[column], unit) };
  });
}

function unitOf(column: AttributeInput | undefined, unit: string | undefined): Partial<PanelMeasure> {
  if (column?.type !== "money" || column.currency === undefined) return given("unit", unit);
  return { unit: unit ?? column.currency, isMinorUnits: true };
}

/** Windows are drawn along their time, what is known of a thing beside others; other rows, and places, are listed. */
function kindOf(
  result: ResultInput,
  {
    timeColumn,
    groupColumns,
    measures,
  }: Pick<PanelPlan, "groupColumns" | "measures"> & { readonly timeColumn: string | undefined },
): PanelPlan["kind"] {
  if (measures.length === 0 || Object.hasOwn(result.columns, rankColumn)) return "table";
  if (isWindow(result) && timeColumn !== undefined) return "line";
  return result.mode === "upsert" && groupColumns.length === 1 ? "bar" : "table";
}
