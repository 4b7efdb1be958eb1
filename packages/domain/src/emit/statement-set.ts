import { escapePlaceholders } from "../placeholders.ts";
import type { InsertPlan, StatementPlan } from "../plan.ts";
import type { Position } from "../source-file.ts";
import { recordTimeColumn } from "../validate/domain-rules.ts";
import { flinkName } from "./sql-text.ts";

/**
 * `EXECUTE STATEMENT SET` over all inserts of a statement; a template for `bindPlaceholders`, like the tables. Where a
 * table has a record time, the user's query is wrapped so that the Kafka record gets it, and its text stays untouched.
 */
export function emitStatementSet(statement: StatementPlan): string {
  const inserts = statement.inserts.map((insert) => `${insertLines(insert).join("\n")};`);
  return escapePlaceholders(["EXECUTE STATEMENT SET", "BEGIN", ...inserts, "END"].join("\n"));
}

/** A place in a user's file. */
export interface SourcePlace extends Position {
  readonly file: string;
}

/** The user's place behind a position in {@link emitStatementSet}'s text; none for what the compiler wrote. */
export function locateInStatementSet(
  statement: StatementPlan,
  { line, column }: Position,
): SourcePlace | undefined {
  let firstLine = 3;
  for (const insert of statement.inserts) {
    const queryLine = firstLine + headLines(insert).length;
    const queryLength = insert.query.text.split("\n").length;
    const offset = line - queryLine;
    if (offset >= 0 && offset < queryLength)
      return {
        file: insert.file,
        line: insert.query.line + offset,
        column: offset === 0 ? insert.query.column + column - 1 : column,
      };
    firstLine += insertLines(insert).join("\n").split("\n").length;
  }
  return undefined;
}

function insertLines(insert: InsertPlan): readonly string[] {
  const tail = insert.recordTime === undefined ? [] : [`) AS \`result\` (${names(insert.columns)})`];
  return [...headLines(insert), insert.query.text, ...tail];
}

function headLines({ table, columns, recordTime }: InsertPlan): readonly string[] {
  if (recordTime === undefined) return [`INSERT INTO ${flinkName(table)} (${names(columns)})`];
  // The session's time zone is UTC, so the cast keeps the wall clock.
  const time = `CAST(${flinkName(recordTime)} AS TIMESTAMP_LTZ(3))`;
  return [
    `INSERT INTO ${flinkName(table)} (${names([...columns, recordTimeColumn])})`,
    `SELECT ${names(columns)}, ${time}`,
    "FROM (",
  ];
}

function names(columns: readonly string[]): string {
  return columns.map(flinkName).join(", ");
}
