import { describe, expect, it } from "vitest";
import { reportOf } from "./lint-example.ts";

const head = "INSERT INTO ordered_views (view_id)\n";

const cases: readonly (readonly [what: string, query: string, report: readonly string[]])[] = [
  [
    "a misspelt keyword",
    "SELECT view_id FORM orders",
    [
      '2:21 error syntax: found "orders", expected FROM or WHERE or GROUP BY or HAVING or another clause',
      "2 | SELECT view_id FORM orders",
      "  |                     ^^^^^^",
      "  | write FROM for FORM",
    ],
  ],
  [
    "a value that is missing",
    "SELECT COUNT( AS view_id FROM orders",
    [
      '2:15 error syntax: found "AS", expected an expression',
      "2 | SELECT COUNT( AS view_id FROM orders",
      "  |               ^^",
    ],
  ],
  [
    "a condition that is missing",
    "SELECT view_id FROM orders WHERE\n",
    [
      "2:33 error syntax: found the end of the statement, expected an expression",
      "2 | SELECT view_id FROM orders WHERE",
      "  |                                 ^",
    ],
  ],
  [
    "a reserved word as a name",
    "SELECT view_id AS start FROM orders",
    [
      '2:19 error syntax: found "start", expected a name',
      "2 | SELECT view_id AS start FROM orders",
      "  |                   ^^^^^",
      "  | start is a reserved word: choose another name, or write `start`",
    ],
  ],
  [
    "a bracket that never closes",
    "SELECT (view_id FROM orders",
    [
      '2:17 error syntax: found "FROM", expected a comma, a bracket or an operator',
      "2 | SELECT (view_id FROM orders",
      "  |                 ^^^^",
    ],
  ],
  [
    "a string that never ends",
    "SELECT 'view_id FROM orders",
    [
      "2:8 error syntax: found a string without an end, expected ' at its end",
      "2 | SELECT 'view_id FROM orders",
      "  |        ^",
    ],
  ],
  [
    "a filter without an end",
    "SELECT MAX(a) FILTER (WHERE view_id > ) AS view_id FROM orders",
    [
      '2:39 error syntax: found ")", expected an expression',
      "2 | SELECT MAX(a) FILTER (WHERE view_id > ) AS view_id FROM orders",
      "  |                                       ^",
    ],
  ],
  [
    "a sign that SQL does not know",
    "SELECT view_id ~~ § FROM orders",
    [
      '2:19 error syntax: found "§", expected an expression',
      "2 | SELECT view_id ~~ § FROM orders",
      "  |                   ^",
    ],
  ],
];

describe("text that is not Flink SQL", () => {
  it.each(cases)("is told of with %s", async (_what, query, report) => {
    expect(withoutFile(await reportOf(head + query))).toEqual(report);
  });
});

function withoutFile(report: string): readonly string[] {
  return report.replace(/^.*example\.sql:/, "").split("\n");
}
