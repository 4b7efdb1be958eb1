import type { LintRule } from "../rule.ts";
import { callsOf, selectsOf } from "../statement/walk.ts";

const groupWindows = new Set(["TUMBLE", "HOP", "SESSION"]);
const auxiliary = /^(TUMBLE|HOP|SESSION)_(START|END|ROWTIME|PROCTIME)$/;

/** GROUP BY TUMBLE(ts, …) */
export const groupWindow: LintRule = {
  code: "group-window",
  severity: "error",
  title: "Windows are cut by window table-valued functions, not by GROUP BY.",
  check: ({ query }) =>
    selectsOf(query).flatMap(({ select }) =>
      callsOf(select)
        .filter(({ name }) => groupWindows.has(name) || auxiliary.test(name))
        .map((call) => ({
          place: call,
          message: `${call.name}(…) of GROUP BY is deprecated, and Confluent Cloud refuses it`,
          advice: auxiliary.test(call.name)
            ? "take window_start, window_end or window_time of FROM TABLE(TUMBLE(…))"
            : `read FROM TABLE(${call.name}(DATA => TABLE …, TIMECOL => DESCRIPTOR(…), …)) and group by window_start, window_end`,
        })),
    ),
};
