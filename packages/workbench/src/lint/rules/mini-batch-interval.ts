import type { LintRule } from "../rule.ts";
import { isWindow } from "../statement/relation.ts";
import { relationsOf, selectsOf } from "../statement/walk.ts";

/** -- @mini_batch 40 seconds over windows of a minute. */
export const miniBatchInterval: LintRule = {
  code: "mini-batch-interval",
  severity: "error",
  title: "Mini-batches divide the windows.",
  check: ({ query }, { settings }) => {
    const batchMs = settings?.miniBatchMs ?? 0;
    if (batchMs === 0) return [];
    return selectsOf(query)
      .flatMap(({ select }) => relationsOf(select.from).filter(isWindow))
      .flatMap(({ args }) => args)
      .filter((arg) => arg.kind === "interval" && arg.ms !== undefined && arg.ms % batchMs !== 0)
      .map((arg) => ({
        place: arg,
        message: `this is no multiple of the mini-batch of ${batchMs / 1000} seconds: watermarks pass at its multiples alone, so that windows end late`,
        advice: "choose a @mini_batch that divides the window's size",
      }));
  },
};
