import type { LintRule } from "../rule.ts";

/** INSERT …; INSERT … */
export const oneStatement: LintRule = {
  code: "one-statement",
  severity: "error",
  title: "A file holds one statement.",
  check: ({ second }) =>
    second === undefined
      ? []
      : [
          {
            place: second,
            message: "a second statement stands in the file",
            advice: "move it to a file of its own: all statements of a domain run as one job",
          },
        ],
};
