import type { LintRule } from "../rule.ts";
import { itemName } from "../statement/query.ts";

/** INSERT INTO t (price, bidder) SELECT bidder, price … */
export const columnOrder: LintRule = {
  code: "column-order",
  severity: "error",
  title: "The SELECT's columns stand in the order of the INSERT's column list.",
  check: ({ columns, query: { body } }) => {
    if (columns === undefined || body.kind !== "select") return [];
    const listed = columns.map(({ text }) => text);
    return body.items.flatMap((item, index) => {
      const name = itemName(item);
      const filled = listed[index];
      if (name === undefined || filled === undefined || name === filled || !listed.includes(name)) return [];
      return [
        {
          place: item.alias ?? item.expression,
          message: `${name} stands where the column list says ${filled}: columns are matched by position, not by name`,
          advice: `put both lists into one order; ${name} is number ${listed.indexOf(name) + 1} of the column list`,
        },
      ];
    });
  },
};
