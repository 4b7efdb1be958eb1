import { locatedAt, showSqlPosition } from "@millrace/flink";
import { expect, test } from "vitest";
import { statementError } from "../../../packages/flink/src/errors/statement-error.ts";

const sql = "SELECT id,\n\tnope\nFROM t";
const chain = [
  {
    className: "a.ValidationException",
    message: "SQL validation failed. From line 2, column 2 to line 2, column 5: Column 'nope' not found",
  },
  {
    className: "b.CalciteContextException",
    message: "From line 2, column 2 to line 2, column 5: Column 'nope' not found",
  },
  { className: "c.SqlValidatorException", message: "Column 'nope' not found" },
];

test("a range in the chain becomes the position", () => {
  expect(statementError({ sql, chain }).position).toEqual({ line: 2, column: 2, endLine: 2, endColumn: 5 });
});

test("the message shows cause, place, line and caret", () => {
  expect(statementError({ sql, chain }).message).toBe(
    "Column 'nope' not found\n  at line 2, column 2\n2 | \tnope\n  | \t^^^^",
  );
});

test("a located position names the file and its own line", () => {
  const error = statementError({ sql, chain, locate: locatedAt("sql/x.sql", { line: 10, column: 5 }) });
  expect(error.message).toBe("Column 'nope' not found\n  at sql/x.sql:11:2\n11 | \tnope\n   | \t^^^^");
});

test("only the first line moves by the start column", () => {
  expect(
    locatedAt("x.sql", { line: 3, column: 5 })({ line: 1, column: 8, endLine: 1, endColumn: 9 }),
  ).toEqual({
    file: "x.sql",
    line: 3,
    column: 12,
    endLine: 3,
    endColumn: 13,
  });
});

test("a position outside the text shows nothing", () => {
  expect(showSqlPosition("SELECT 1", { line: 3, column: 1 })).toBe("");
});

test("a failure without position shows the statement", () => {
  const error = statementError({
    sql: "SELECT 1;\n SELECT 2",
    chain: [{ className: "", message: "only single statement supported" }],
  });
  expect(error.message).toBe(
    "only single statement supported (send one statement at a time, or wrap INSERTs in EXECUTE STATEMENT SET BEGIN … END)\n  in: SELECT 1; SELECT 2",
  );
});

test("wider causes that add words follow the innermost", () => {
  const causes = ["Failed to fetchResults.", "Unable to create a source for 'x'", "No factory 'nix'"];
  const error = statementError({
    sql: "SELECT 1",
    chain: causes.map((message) => ({ className: "", message })),
  });
  expect(error.message).toBe("No factory 'nix'\n  in: SELECT 1\n  while: Unable to create a source for 'x'");
});
