import type { LintRule } from "../rule.ts";
import { keptStates } from "../statement/kept-state.ts";

/** GROUP BY without a window into an append result. */
export const updatingAppend: LintRule = {
  code: "updating-append",
  severity: "error",
  title: "A result whose rows change is an upsert result.",
  check: ({ query, target }, { tables }) => {
    const table = tables.get(target.text);
    if (table?.changelogMode !== "append" || query.body.kind !== "select") return [];
    const { start, end } = query.body;
    const state = keptStates({ ...query, named: [] }).find(
      ({ place, what }) => what.startsWith("GROUP BY") && place.start >= start && place.end <= end,
    );
    if (state === undefined) return [];
    return [
      {
        place: state.place,
        message: `${state.what} changes rows that were written, and ${table.name} is an append result: Flink refuses it`,
        advice: "group by window_start and window_end, or make the result mode: upsert with a key",
      },
    ];
  },
};
