import type { LintRule } from "../rule.ts";
import type { Expression } from "../statement/expression.ts";
import { originOf } from "../statement/origin.ts";
import type { Relation } from "../statement/relation.ts";
import { comparesWatermark } from "../statement/watermark-comparison.ts";
import { deep, type NamedQueries, selectsOf, valuesOf } from "../statement/walk.ts";

/** WHERE viewed_at <= CURRENT_WATERMARK(viewed_at) */
export const watermarkRowTime: LintRule = {
  code: "watermark-row-time",
  severity: "warning",
  title: "A row is late when its window has ended, not when its own time is behind the watermark.",
  check: ({ query }) =>
    selectsOf(query).flatMap(({ select, named }) =>
      valuesOf(select)
        .flatMap(deep)
        .flatMap((value) => comparesWatermark(value) ?? [])
        .filter(({ other, time }) => isRowTime(other, time, select.from, named))
        .map(({ place }) => ({
          place,
          message:
            "a row behind the watermark is still counted while its window is open, so that this row is in both halves",
          advice: "read through the window function and compare window_time with CURRENT_WATERMARK",
        })),
    ),
};

/** Whether the watermark of a column is compared with that column. */
function isRowTime(
  other: Expression,
  time: Expression,
  from: Relation | undefined,
  named: NamedQueries,
): boolean {
  const names = [other, time].map((value) => (value.kind === "column" ? value.path.at(-1)?.text : undefined));
  const [left, right] = names;
  if (left === undefined || right === undefined) return false;
  if (left === right) return true;
  const origins = [left, right].map((name) => originOf(name, from, named));
  return origins[0] !== undefined && origins[0].column === origins[1]?.column;
}
