import { type Expression, isAggregate, isRank } from "./expression.ts";
import { itemName, type Query, type Select } from "./query.ts";
import { callsOf, deep, namesOf, type NamedQueries, type ScopedSelect } from "./walk.ts";

/** The SELECT that makes a query's groups, and what becomes of its values. */
export interface GroupedSelect extends ScopedSelect {
  /** For each column of the query the grouped SELECT's values that it is made of. */
  readonly values: readonly (readonly Expression[])[];
}

/** Looks through projections and steps of WITH for the SELECT that groups; undefined where none does, or joins do. */
export function groupedSelect(query: Query, outer: NamedQueries = new Map()): GroupedSelect | undefined {
  const { body } = query;
  if (body.kind !== "select") return undefined;
  const named = namesOf(query, outer);
  if (body.groupBy.length > 0 || callsOf(body).some(isAggregate))
    return { select: body, named, values: body.items.map(({ expression }) => [expression]) };
  const inner = innerQuery(body, named);
  const behind = inner && groupedSelect(inner, withoutQuery(named, inner));
  if (inner?.body.kind !== "select" || behind === undefined) return undefined;
  const names = inner.body.items.map(itemName);
  return {
    ...behind,
    values: body.items.map(({ expression }) =>
      partsOf(expression).flatMap((part) => {
        if (part.kind === "call" && isRank(part)) return [part];
        const name = part.kind === "column" ? part.path.at(-1)?.text : undefined;
        return name === undefined ? [] : (behind.values[names.indexOf(name)] ?? []);
      }),
    ),
  };
}

/** A rank is a value of its own: what it is ordered by is not in it. */
function partsOf(value: Expression): readonly Expression[] {
  return value.kind === "call" && isRank(value) ? [value] : deep(value);
}

function innerQuery({ from }: Select, named: NamedQueries): Query | undefined {
  if (from?.kind === "query") return from.query;
  return from?.kind === "table" ? named.get(from.name.text) : undefined;
}

/** A named query cannot read itself. */
function withoutQuery(named: NamedQueries, query: Query): NamedQueries {
  return new Map([...named].filter(([, each]) => each !== query));
}
