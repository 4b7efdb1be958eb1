import type { LintRule } from "../rule.ts";
import { isAggregate } from "../statement/expression.ts";
import type { Select } from "../statement/query.ts";
import { isWindow } from "../statement/relation.ts";
import { callsOf, relationsOf, selectsOf } from "../statement/walk.ts";
import { readsClock } from "./wall-clock-functions.ts";

/** COUNT(*) FILTER (WHERE viewed_at > NOW() - INTERVAL '1' MINUTE) */
export const wallClockWindow: LintRule = {
  code: "wall-clock-window",
  severity: "error",
  title: "Windows and aggregates depend on event time alone.",
  check: ({ query }) =>
    selectsOf(query)
      .filter(({ select }) => isComputing(select))
      .flatMap(({ select }) => callsOf(select).filter(readsClock))
      .map((call) => ({
        place: call,
        message: `${call.name} is the time of the machine: the same events give other results when they are read again`,
        advice: "compare with the event's own time, with window_time, or with CURRENT_WATERMARK",
      })),
};

/** Whether a SELECT makes values of several rows. */
export function isComputing(select: Select): boolean {
  const calls = callsOf(select);
  return (
    select.groupBy.length > 0 ||
    calls.some((call) => isAggregate(call) || call.over !== undefined) ||
    relationsOf(select.from).some(isWindow)
  );
}
