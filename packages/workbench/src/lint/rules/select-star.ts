import type { LintRule } from "../rule.ts";
import { selectsOf } from "../statement/walk.ts";

/** SELECT * */
export const selectStar: LintRule = {
  code: "select-star",
  severity: "error",
  title: "A SELECT names its columns.",
  check: ({ query }) =>
    selectsOf(query)
      .flatMap(({ select }) => select.items)
      .filter(({ expression }) => expression.kind === "star")
      .map(({ expression }) => ({
        place: expression,
        message:
          "SELECT * changes its columns whenever a table does, and with them what is written and what state holds",
        advice: "name the columns",
      })),
};
