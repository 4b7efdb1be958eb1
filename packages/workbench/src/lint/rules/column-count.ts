import type { LintRule } from "../rule.ts";

/** INSERT INTO t (a, b) SELECT a … */
export const columnCount: LintRule = {
  code: "column-count",
  severity: "error",
  title: "The SELECT makes as many columns as the INSERT lists.",
  check: ({ columns, query: { body } }) => {
    if (columns === undefined || body.kind !== "select") return [];
    const { items } = body;
    if (items.some(({ expression }) => expression.kind === "star") || items.length === columns.length)
      return [];
    const extra = items[columns.length];
    return [
      {
        place: extra ?? items.at(-1) ?? body,
        message: `the SELECT makes ${items.length} columns, and the INSERT lists ${columns.length}`,
        advice:
          extra === undefined
            ? `add ${columns
                .slice(items.length)
                .map(({ text }) => text)
                .join(", ")}`
            : "list every column, or take it out of the SELECT",
      },
    ];
  },
};
