import type { Expression } from "./expression.ts";
import type { Name, Place } from "./name.ts";
import type { Relation } from "./relation.ts";

/** A query with the named queries that stand before it. */
export interface Query extends Place {
  readonly named: readonly NamedQuery[];
  readonly body: QueryBody;
}

/** `name AS (…)`, a step of a WITH clause. */
export interface NamedQuery {
  readonly name: Name;
  readonly query: Query;
}

/** What makes a query's rows. */
export type QueryBody =
  | Select
  | (Place & {
      readonly kind: "set";
      readonly operator: "UNION" | "INTERSECT" | "EXCEPT";
      readonly isAll: boolean;
      readonly left: Query;
      readonly right: Query;
    })
  | (Place & { readonly kind: "values" });

/** One SELECT. */
export interface Select extends Place {
  readonly kind: "select";
  /** The word DISTINCT. */
  readonly distinct?: Place;
  readonly items: readonly SelectItem[];
  readonly from?: Relation;
  readonly where?: Expression;
  readonly groupBy: readonly Expression[];
  readonly having?: Expression;
  /** The clause MATCH_RECOGNIZE, of which nothing but its place is read. */
  readonly matchRecognize?: Place;
}

/** One column that a SELECT makes. */
export interface SelectItem extends Place {
  readonly expression: Expression;
  readonly alias?: Name;
}

/** The name that an item's column has: its alias, or that of the column that it takes; undefined for others. */
export function itemName({ alias, expression }: SelectItem): string | undefined {
  if (alias !== undefined) return alias.text;
  return expression.kind === "column" ? expression.path.at(-1)?.text : undefined;
}
