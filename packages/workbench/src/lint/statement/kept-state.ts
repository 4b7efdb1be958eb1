import { type FunctionCall, isRank } from "./expression.ts";
import type { Place } from "./name.ts";
import type { Query, Select } from "./query.ts";
import type { Join, Relation } from "./relation.ts";
import { callsOf, deep, queriesOf, relationsOf, type ScopedSelect, selectsOf } from "./walk.ts";
import { hasBothBounds, type Scope } from "./window-bound.ts";

/** Something whose state only a time to live bounds. */
export interface KeptState {
  readonly place: Place;
  /** `the GROUP BY without a window`. */
  readonly what: string;
}

/** Everything in a query that keeps state which no watermark ever clears. */
export function keptStates(query: Query): readonly KeptState[] {
  return [...selectsOf(query).flatMap(keptBySelect), ...keptBySets(query)];
}

/** Whether a SELECT's groups end with their windows: Flink then clears their state, and emits each once. */
export function endsWithWindow({ select, named }: ScopedSelect): boolean {
  return hasBothBounds(select.groupBy, { from: select.from, named }) || hasGroupWindow(select);
}

function keptBySelect(scoped: ScopedSelect): readonly KeptState[] {
  const { select, named } = scoped;
  const scope = { from: select.from, named };
  const values = select.items.map(({ expression }) => expression);
  const [group] = select.groupBy;
  const last = select.groupBy.at(-1);
  const isGrouped = group !== undefined && last !== undefined && !endsWithWindow(scoped);
  return [
    ...(isGrouped
      ? [
          {
            place: { start: group.start, end: last.end },
            what: "GROUP BY without both window_start and window_end",
          },
        ]
      : []),
    ...(select.distinct === undefined || hasBothBounds(values, scope)
      ? []
      : [{ place: select.distinct, what: "DISTINCT" }]),
    ...callsOf(select).flatMap((call) => keptByOver(call, scope)),
    ...relationsOf(select.from).flatMap((relation) =>
      relation.kind === "join" ? keptByJoin(relation, scoped) : [],
    ),
  ];
}

function hasGroupWindow({ groupBy }: Select): boolean {
  return groupBy.some((value) => value.kind === "call" && ["TUMBLE", "HOP", "SESSION"].includes(value.name));
}

function keptByOver(call: FunctionCall, scope: Scope): readonly KeptState[] {
  const { name, over, start, end } = call;
  if (over === undefined || over.isTimeBounded) return [];
  if (hasBothBounds(over.partitionBy, scope)) return [];
  return [
    {
      place: { start, end },
      what: isRank(call) ? `${name} over every row of a key (top-n)` : `${name} over a key`,
    },
  ];
}

function keptByJoin(join: Join, { select, named }: ScopedSelect): readonly KeptState[] {
  if (isExpansion(join.left) || isExpansion(join.right)) return [];
  if (join.right.kind === "table" && join.right.asOf !== undefined) return [];
  const conditions = [join.condition, select.where].flatMap((each) => (each === undefined ? [] : deep(each)));
  if (conditions.some((part) => part.kind === "interval")) return [];
  if (hasBothBounds(conditions, { from: join, named })) return [];
  return [{ place: join.right, what: "a join without a bound on time" }];
}

/** Arrays that are taken apart and functions keep no rows. */
function isExpansion(relation: Relation): boolean {
  return relation.kind === "expansion" || relation.kind === "values";
}

function keptBySets(query: Query): readonly KeptState[] {
  return queriesOf(query).flatMap(({ body }) => {
    if (body.kind !== "set" || (body.operator === "UNION" && body.isAll)) return [];
    return [{ place: body.right, what: body.operator === "UNION" ? "UNION without ALL" : body.operator }];
  });
}
