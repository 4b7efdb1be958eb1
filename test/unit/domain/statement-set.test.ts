import { emitStatementSet, locateInStatementSet } from "@millrace/domain";
import { describe, expect, it } from "vitest";
import { changedYaml, statementOf, viewSources } from "./page-view-sources.ts";

describe("the emitted statement set", () => {
  it("writes the record time without the user's help", () => {
    expect(emitStatementSet(statementOf(viewSources()))).toBe(
      [
        "EXECUTE STATEMENT SET",
        "BEGIN",
        "INSERT INTO `pages` (`page`, `viewed_at`, `record_time`)",
        "SELECT `page`, `viewed_at`, CAST(`viewed_at` AS TIMESTAMP_LTZ(3))",
        "FROM (",
        "SELECT page, viewed_at",
        "FROM views",
        ") AS `result` (`page`, `viewed_at`);",
        "END",
      ].join("\n"),
    );
  });

  it("leaves a query that writes the record time itself", () => {
    const text = "INSERT INTO pages (page, viewed_at, record_time) SELECT page, viewed_at, NOW() FROM views";
    expect(emitStatementSet(statementOf(viewSources(text)))).toContain(
      "INSERT INTO `pages` (`page`, `viewed_at`, `record_time`)\nSELECT page, viewed_at, NOW() FROM views;",
    );
  });

  it("leaves a query whose table has no record time", () => {
    const statement = statementOf(changedYaml("    record_time: viewed_at\n", ""));
    expect(emitStatementSet(statement)).toContain(
      "(`page`, `viewed_at`)\nSELECT page, viewed_at\nFROM views;",
    );
  });

  it("leads a position back to the user's file", () => {
    const statement = statementOf(
      viewSources("-- why\nINSERT INTO pages (page, viewed_at) SELECT page,\n  viewed_at FROM views"),
    );
    const lines = emitStatementSet(statement).split("\n");
    const line = lines.indexOf("SELECT page,") + 1;
    expect(locateInStatementSet(statement, { line, column: 8 })).toEqual({
      file: "sql/views/pages.sql",
      line: 2,
      column: 44,
    });
    expect(locateInStatementSet(statement, { line: line + 1, column: 3 })).toEqual({
      file: "sql/views/pages.sql",
      line: 3,
      column: 3,
    });
    expect(locateInStatementSet(statement, { line: 1, column: 1 })).toBeUndefined();
  });
});
