import type { LintRule } from "../rule.ts";

/** INSERT INTO t SELECT … */
export const columnList: LintRule = {
  code: "column-list",
  severity: "error",
  title: "An INSERT lists the columns that it fills.",
  check: ({ target, columns }) => {
    if (columns !== undefined) return [];
    return [
      {
        place: target,
        message: `INSERT INTO ${target.text} has no column list, so that columns are matched by position alone`,
        advice: `write INSERT INTO ${target.text} (…) with the columns in the order of the SELECT`,
      },
    ];
  },
};
