import type { LintRule } from "../rule.ts";
import { isWindow } from "../statement/relation.ts";
import { callsOf, relationsOf, selectsOf } from "../statement/walk.ts";

/** -- @mini_batch with CURRENT_WATERMARK and without a window function. */
export const miniBatchWatermark: LintRule = {
  code: "mini-batch-watermark",
  severity: "error",
  title: "With mini-batches, CURRENT_WATERMARK is asked behind a window function.",
  check: ({ query }, { settings }) => {
    if (settings === undefined || settings.miniBatchMs === 0) return [];
    const hasWindow = selectsOf(query).some(({ select }) => relationsOf(select.from).some(isWindow));
    if (hasWindow) return [];
    return selectsOf(query)
      .flatMap(({ select }) => callsOf(select))
      .filter(({ name }) => name === "CURRENT_WATERMARK")
      .map((call) => ({
        place: call,
        message:
          "with mini-batches and no window function the watermark is the time of the machine, and every historic row is late",
        advice: "read FROM TABLE(TUMBLE(…)) and group by window_start, or take @mini_batch out",
      }));
  },
};
