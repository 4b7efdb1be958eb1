import type { LintRule } from "../rule.ts";
import { isAggregate } from "../statement/expression.ts";
import { groupedSelect } from "../statement/grouped-select.ts";
import { endsWithWindow } from "../statement/kept-state.ts";
import type { Place } from "../statement/name.ts";
import { callsOf, type ScopedSelect } from "../statement/walk.ts";

/** GROUP BY without a window into an append result. */
export const updatingAppend: LintRule = {
  code: "updating-append",
  severity: "error",
  title: "A result whose rows change is an upsert result.",
  check: ({ query, target }, { tables }) => {
    const table = tables.get(target.text);
    const grouped = groupedSelect(query);
    const place = grouped && changingPart(grouped);
    if (table?.changelogMode !== "append" || place === undefined) return [];
    return [
      {
        place,
        message: `an aggregate that no window ends changes rows that were written, and ${table.name} is an append result: Flink refuses it`,
        advice: "group by window_start and window_end, or make the result mode: upsert with a key",
      },
    ];
  },
};

/** The groups, or the aggregate over everything, whose rows change with every input. */
function changingPart(scoped: ScopedSelect): Place | undefined {
  const { select } = scoped;
  const aggregate = callsOf(select).find(isAggregate);
  const [first] = select.groupBy;
  const last = select.groupBy.at(-1);
  if (aggregate === undefined) return undefined;
  if (first === undefined || last === undefined) return aggregate;
  return endsWithWindow(scoped) ? undefined : { start: first.start, end: last.end };
}
