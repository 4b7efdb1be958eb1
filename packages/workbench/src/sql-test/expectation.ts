import { describeFound } from "@millrace/common";
import { type DataPath, type Domain, type Plan, suggest, type TablePlan } from "@millrace/domain";
import type { FlinkRow } from "@millrace/flink";
import { readChange, readRow, type RowInput, type RowReader, type TestedChange } from "./expected-row.ts";
import type { ProblemList } from "./problem-list.ts";
import type { ExpectationInput, MomentInput, TestInput } from "./test-schema.ts";
import { parseTime, timeForm } from "./time-text.ts";

/** What one result table is expected to hold. */
export interface Expectation {
  readonly table: TablePlan;
  /** The columns that are compared, in the order of the test, or else of the table. */
  readonly columns: readonly string[];
  readonly rows?: readonly FlinkRow[];
  readonly changelog?: readonly TestedChange[];
  readonly moments: readonly Moment[];
}

/** What a table holds on the way. */
export interface Moment {
  /** The watermark that has reached the table. */
  readonly watermarkMs: number;
  readonly rows: readonly FlinkRow[];
}

/** What expectations are read with. */
export interface ExpectationOptions {
  readonly domain: Domain;
  readonly plan: Plan;
  readonly problems: ProblemList;
}

/** Reads `expect`; what is wrong is told to the problems. */
export function readExpectations(input: TestInput, options: ExpectationOptions): readonly Expectation[] {
  const { plan, problems } = options;
  const results = plan.tables.filter(({ role }) => role === "result");
  return Object.entries(input.expect ?? {}).flatMap(([name, expectation]) => {
    const table = results.find((each) => each.name === name);
    if (table !== undefined) return [readExpectation(expectation, table, input.date, options)];
    const names = results.map((result) => result.name);
    problems.key(["expect", name], {
      found: `the unknown table ${describeFound(name)}`,
      expected: `a result table: ${names.join(", ")}`,
      suggestion: suggest(name, names),
    });
    return [];
  });
}

/** The columns that are compared where a test names none: all but what Kafka adds to a record. */
export function ownColumns(table: TablePlan): readonly string[] {
  return table.columns.filter(({ metadata }) => metadata === undefined).map(({ name }) => name);
}

function readExpectation(
  input: ExpectationInput,
  table: TablePlan,
  date: string | undefined,
  options: ExpectationOptions,
): Expectation {
  const { problems } = options;
  const { rows, changelog, when = [] } = input;
  const path = ["expect", table.name];
  const columns = readColumns(input, table, path, problems);
  const reader = { table, columns, date, problems };
  if (rows === undefined && changelog === undefined && when.length === 0)
    problems.value(path, { found: "nothing that is expected", expected: "rows, changelog or when" });
  return {
    table,
    columns,
    ...(rows === undefined ? {} : { rows: readRows(rows, [...path, "rows"], reader) }),
    ...(changelog === undefined
      ? {}
      : { changelog: changelog.map((row, index) => readChange(row, [...path, "changelog", index], reader)) }),
    moments: when.map((moment, index) => readMoment(moment, [...path, "when", index], reader, options)),
  };
}

function readRows(rows: readonly RowInput[], path: DataPath, reader: RowReader): readonly FlinkRow[] {
  return rows.map((row, index) => readRow(row, [...path, index], reader));
}

function readMoment(
  input: MomentInput,
  path: DataPath,
  reader: RowReader,
  { domain, problems }: ExpectationOptions,
): Moment {
  const rows = readRows(input.rows, [...path, "rows"], reader);
  const [word, other] = (["watermark", "event_time"] as const).filter((each) => input[each] !== undefined);
  if (word === undefined || other !== undefined) {
    const found = word === undefined ? "neither watermark nor event_time" : "both watermark and event_time";
    problems.value(path, { found, expected: "one of them" });
    return { watermarkMs: 0, rows };
  }
  const ms = parseTime(input[word] ?? "", reader.date);
  if (ms === undefined)
    problems.value([...path, word], { found: describeFound(input[word]), expected: timeForm });
  const [event, second] = domain.streams;
  if (word === "event_time" && (event === undefined || second !== undefined))
    problems.key([...path, word], {
      found: "event_time in a domain with several event tables",
      expected: "watermark, because each table has an event time of its own",
    });
  const { delayMs = 0, graceMs = 0 } = event?.eventTime ?? {};
  return { watermarkMs: (ms ?? 0) - (word === "event_time" ? delayMs + graceMs : 0), rows };
}

function readColumns(
  { columns }: ExpectationInput,
  table: TablePlan,
  path: DataPath,
  problems: ProblemList,
): readonly string[] {
  const known = table.columns.map(({ name }) => name);
  for (const [index, name] of (columns ?? []).entries())
    if (!known.includes(name))
      problems.value([...path, "columns", index], {
        found: `the unknown column ${describeFound(name)}`,
        expected: `one of ${known.join(", ")}`,
        suggestion: suggest(name, known),
      });
  return columns ?? ownColumns(table);
}
