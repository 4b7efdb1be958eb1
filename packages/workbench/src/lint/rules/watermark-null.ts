import type { LintRule } from "../rule.ts";
import type { Expression } from "../statement/expression.ts";
import { selectsOf } from "../statement/walk.ts";
import { comparesWatermark } from "../statement/watermark-comparison.ts";

/** WHERE window_time > CURRENT_WATERMARK(viewed_at) */
export const watermarkNull: LintRule = {
  code: "watermark-null",
  severity: "error",
  title: "A filter says what it does before the first watermark.",
  check: ({ query }) =>
    selectsOf(query).flatMap(({ select }) =>
      conjuncts(select.where)
        .flatMap((value) => comparesWatermark(value) ?? [])
        .filter(({ isAhead }) => isAhead)
        .map(({ place }) => ({
          place,
          message: "before the first watermark CURRENT_WATERMARK is NULL, and this filter drops every row",
          advice: "write COALESCE(… > CURRENT_WATERMARK(…), TRUE)",
        })),
    ),
};

/** The conditions that must all hold; within OR or COALESCE something else may speak for NULL. */
function conjuncts(value: Expression | undefined): readonly Expression[] {
  if (value === undefined) return [];
  return value.kind === "operation" && value.operator === "AND" ? value.operands.flatMap(conjuncts) : [value];
}
