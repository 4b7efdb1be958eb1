import { itemName, type Query, type Select } from "./query.ts";
import type { Relation } from "./relation.ts";
import { namesOf, type NamedQueries } from "./walk.ts";

/** The table's column that a value comes from, unchanged. */
export interface Origin {
  readonly table: string;
  readonly column: string;
}

/**
 * Follows a column through named queries, subqueries and window functions to the table that it is read from; undefined
 * where it is computed, grouped or cannot be told.
 */
export function originOf(
  column: string,
  relation: Relation | undefined,
  named: NamedQueries,
): Origin | undefined {
  if (relation === undefined) return undefined;
  switch (relation.kind) {
    case "table": {
      const query = named.get(relation.name.text);
      return query === undefined
        ? { table: relation.name.text, column }
        : originInQuery(column, query, named);
    }
    case "function":
      return originOf(column, relation.input, named);
    case "query":
      return originInQuery(column, relation.query, named);
    default:
      return undefined;
  }
}

function originInQuery(column: string, query: Query, outer: NamedQueries): Origin | undefined {
  const { body } = query;
  if (body.kind !== "select" || body.groupBy.length > 0) return undefined;
  const named = namesOf(query, withoutSelf(query, outer));
  const item = body.items.find((each) => itemName(each) === column);
  if (item !== undefined) return originOfItem(item.expression, body, named);
  const takesAll = body.items.some(({ expression }) => expression.kind === "star");
  return takesAll ? originOf(column, body.from, named) : undefined;
}

function originOfItem(value: Select["items"][number]["expression"], select: Select, named: NamedQueries) {
  const name = value.kind === "column" ? value.path.at(-1)?.text : undefined;
  return name === undefined ? undefined : originOf(name, select.from, named);
}

/** A named query cannot read itself; one of its name is a table or an earlier step. */
function withoutSelf(query: Query, outer: NamedQueries): NamedQueries {
  return new Map([...outer].filter(([, each]) => each !== query));
}
