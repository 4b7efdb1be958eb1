import { describeFound } from "@millrace/common";
import { type DataPath, type EventStream, suggest, type TablePlan } from "@millrace/domain";
import { type LogicalType, parseType } from "@millrace/flink";
import type { Aggregate } from "../../oracle/aggregate.ts";
import type { NumberKind } from "../../oracle/compare-values.ts";
import type { ProblemList } from "../problem-list.ts";

/** A column of a result table, and what it is to hold. */
export interface HeldColumn {
  readonly name: string;
  readonly type: LogicalType;
  readonly what: Meaning;
}

type Meaning =
  | { readonly kind: "start" | "end" | "rank" }
  | { readonly kind: "key"; readonly column: string }
  | { readonly kind: "aggregate"; readonly aggregate: Aggregate; readonly numbers: NumberKind };

/** Where a column stands, and who is told what is wrong with it. */
export interface ColumnContext {
  readonly table: TablePlan;
  readonly event: EventStream;
  readonly by: readonly string[];
  readonly problems: ProblemList;
}

/** Reads what a column is to hold, such as `sum(amount)`; what is wrong is told to the problems. */
export function readHeldColumn(
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
  const type = parseType(column.type);
  const what = meaningOf(text, type, event, by);
  if (what !== undefined) return { name, type, what };
  problems.value(path, {
    found: describeFound(text),
    expected: `window_start, window_end, ${[...by, ""].join(", ")}rank(), count(), or sum, min, max, avg, count, count_distinct, last of a column of ${event.table} in parentheses`,
  });
  return undefined;
}

const call = /^(count|sum|min|max|avg|count_distinct|last)\(\s*([\w.]*)\s*\)$/;

function meaningOf(
  text: string,
  type: LogicalType,
  event: EventStream,
  by: readonly string[],
): Meaning | undefined {
  if (text === "window_start") return { kind: "start" };
  if (text === "window_end") return { kind: "end" };
  if (text === "rank()") return { kind: "rank" };
  if (by.includes(text)) return { kind: "key", column: text };
  const [, name, path = ""] = call.exec(text) ?? [];
  if (name === undefined) return undefined;
  const kind = kindAt(event, path);
  if (kind === undefined && (path !== "" || name !== "count")) return undefined;
  return {
    kind: "aggregate",
    aggregate: { name: name as Aggregate["name"], ...(path === "" ? {} : { column: path }) },
    numbers: numberKind(name, kind, type),
  };
}

/** Flink's AVG of whole numbers is whole; a mean in a DOUBLE is not cut. */
function numberKind(name: string, kind: string | undefined, { kind: type }: LogicalType): NumberKind {
  if (kind === "decimal") return "decimal";
  return kind === "double" || (name === "avg" && type === "DOUBLE") ? "real" : "whole";
}

/** The kind of what stands at a path: a column, a field of a record, an amount's part. */
export function kindAt({ columns }: EventStream, path: string): string | undefined {
  const [first, ...others] = path.split(".");
  let type = columns.find(({ name }) => name === first)?.type;
  for (const name of others) {
    if (type?.kind === "money") return { minor_units: "long", currency: "string" }[name];
    type = type?.kind === "record" ? type.fields.find((field) => field.name === name)?.type : undefined;
  }
  return type?.kind;
}
