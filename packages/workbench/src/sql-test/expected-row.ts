import { describeFound } from "@millrace/common";
import { type DataPath, suggest, type TablePlan } from "@millrace/domain";
import { type FlinkRow, type FlinkValue, type LogicalType, parseType } from "@millrace/flink";
import { decodeValue } from "../flink/decode-row.ts";
import type { ProblemList } from "./problem-list.ts";
import { flinkTime, parseTime, timeForm } from "./time-text.ts";

/** What a change does, as tests say it. */
export type ChangeWord = "insert" | "update" | "delete";

/** A change that is expected, or that was found. */
export interface TestedChange {
  readonly kind: ChangeWord;
  readonly row: FlinkRow;
}

/** What the rows of one expectation are read with. */
export interface RowReader {
  readonly table: TablePlan;
  readonly columns: readonly string[];
  readonly date: string | undefined;
  readonly problems: ProblemList;
}

/** A row as it is written. */
export type RowInput = Readonly<Record<string, unknown>>;

/** Reads the compared columns of a row; what is wrong is told to the problems. */
export function readRow(input: RowInput, path: DataPath, reader: RowReader): FlinkRow {
  const { columns, problems } = reader;
  for (const name of Object.keys(input).filter((each) => !columns.includes(each)))
    problems.key([...path, name], {
      found: `${describeFound(name)}, which is not compared`,
      expected: `one of ${columns.join(", ")}`,
      suggestion: suggest(name, columns),
    });
  const missing = columns.filter((name) => !Object.hasOwn(input, name));
  if (missing.length > 0)
    problems.value(path, {
      found: `no ${missing.join(", ")}`,
      expected: "a value for every column that is compared",
      hint: "name the columns to compare under columns:",
    });
  return Object.fromEntries(
    columns.map((name) => [name, readValue(input[name], [...path, name], name, reader)]),
  );
}

const changeWords: readonly ChangeWord[] = ["insert", "update", "delete"];

/** Reads one line of a changelog. */
export function readChange(input: RowInput, path: DataPath, reader: RowReader): TestedChange {
  const { kind, ...row } = input;
  const word = changeWords.find((each) => each === kind);
  if (word === undefined)
    reader.problems.value([...path, "kind"], {
      found: describeFound(kind),
      expected: `one of ${changeWords.join(", ")}`,
      suggestion: suggest(String(kind), changeWords),
    });
  // Of a row that is taken away only the key is certain.
  const columns = word === "delete" ? keyColumns(reader.table, reader.columns) : reader.columns;
  return { kind: word ?? "insert", row: readRow(row, path, { ...reader, columns }) };
}

/** The compared columns by which rows of the table replace each other, or keep their order in the topic. */
export function keyColumns(table: TablePlan, columns: readonly string[]): readonly string[] {
  const key = table.primaryKey ?? table.key.columns;
  return key.every((name) => columns.includes(name)) ? key : [];
}

function readValue(value: unknown, path: DataPath, column: string, reader: RowReader): FlinkValue {
  const type = parseType(reader.table.columns.find(({ name }) => name === column)?.type ?? "STRING");
  if (value === undefined || value === null) {
    if (value === null && !type.nullable)
      reader.problems.value(path, { found: "null", expected: "a value, because the column is never NULL" });
    return null;
  }
  const complaint = complaintOf(value, type, reader.date);
  if (complaint !== undefined) {
    reader.problems.value(path, { found: describeFound(value), expected: complaint });
    return null;
  }
  return decodeValue(isTime(type) ? flinkTime(parseTime(String(value), reader.date) ?? 0) : value, type);
}

/** What would have been right; undefined where the value is. */
function complaintOf(value: unknown, type: LogicalType, date: string | undefined): string | undefined {
  switch (type.kind) {
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return typeof value === "string" && parseTime(value, date) !== undefined ? undefined : timeForm;
    case "BOOLEAN":
      return typeof value === "boolean" ? undefined : "true or false";
    case "INTEGER":
    case "BIGINT":
      if (typeof value === "number" && !Number.isSafeInteger(value))
        return "a whole number, in quotes where it is beyond 2^53";
      return /^-?\d+$/.test(String(value)) ? undefined : "a whole number";
    case "DOUBLE":
      return typeof value === "number" ? undefined : "a number";
    case "ARRAY":
      return Array.isArray(value) ? undefined : "a list";
    case "MAP":
    case "ROW":
      return typeof value === "object" && !Array.isArray(value) ? undefined : "a mapping";
    default:
      return typeof value === "string" ? undefined : "a text";
  }
}

function isTime({ kind }: LogicalType): boolean {
  return kind === "TIMESTAMP" || kind === "TIMESTAMP_LTZ";
}
