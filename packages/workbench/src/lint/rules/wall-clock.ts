import type { LintRule } from "../rule.ts";
import { callsOf, selectsOf } from "../statement/walk.ts";
import { readsClock } from "./wall-clock-functions.ts";
import { isComputing } from "./wall-clock-window.ts";

/** SELECT …, CURRENT_TIMESTAMP AS processed_at */
export const wallClock: LintRule = {
  code: "wall-clock",
  severity: "warning",
  title: "What is written does not depend on when it is computed.",
  check: ({ query }) =>
    selectsOf(query)
      .filter(({ select }) => !isComputing(select))
      .flatMap(({ select }) => callsOf(select).filter(readsClock))
      .map((call) => ({
        place: call,
        message: `${call.name} is the time of the machine: a row that is computed again differs from itself`,
        advice: "use the event's time; when a row was written is the Kafka record's business",
      })),
};
