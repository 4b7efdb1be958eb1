import type { Expression } from "./expression.ts";
import { itemName, type Query } from "./query.ts";
import { isWindow, type Relation } from "./relation.ts";
import { columnsOf, namesOf, type NamedQueries } from "./walk.ts";

/** Where columns are looked up. */
export interface Scope {
  readonly from?: Relation | undefined;
  readonly named: NamedQueries;
}

/**
 * Whether values name both the start and the end of a window, under whatever names steps have given them. Flink clears a
 * window's state, and joins and ranks by windows, only then.
 */
export function hasBothBounds(values: readonly Expression[], scope: Scope): boolean {
  const bounds = new Set(values.flatMap(columnsOf).map((name) => boundOf(name, scope)));
  return bounds.has("window_start") && bounds.has("window_end");
}

/** The bound that a column is; undefined for other columns. */
function boundOf(name: string, { from, named }: Scope): string | undefined {
  if (from === undefined) return undefined;
  switch (from.kind) {
    case "function":
      return isWindow(from) && isBound(name) ? name : boundOf(name, { from: from.input, named });
    case "join":
      return boundOf(name, { from: from.left, named }) ?? boundOf(name, { from: from.right, named });
    case "query":
      return boundInQuery(name, from.query, named);
    case "table": {
      const query = named.get(from.name.text);
      return query === undefined ? undefined : boundInQuery(name, query, named);
    }
    default:
      return undefined;
  }
}

function isBound(name: string): boolean {
  return name === "window_start" || name === "window_end";
}

function boundInQuery(name: string, query: Query, outer: NamedQueries): string | undefined {
  const { body } = query;
  // A named query cannot read itself.
  const visible = new Map([...outer].filter(([, each]) => each !== query));
  const named = namesOf(query, visible);
  if (body.kind === "set") return boundInQuery(name, body.left, named);
  if (body.kind !== "select") return undefined;
  const scope = { from: body.from, named };
  const item = body.items.find((each) => itemName(each) === name);
  if (item === undefined)
    return body.items.some(({ expression }) => expression.kind === "star") ? boundOf(name, scope) : undefined;
  const column = item.expression.kind === "column" ? item.expression.path.at(-1)?.text : undefined;
  return column === undefined ? undefined : boundOf(column, scope);
}
