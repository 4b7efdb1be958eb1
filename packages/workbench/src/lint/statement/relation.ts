import type { Expression } from "./expression.ts";
import type { Name, Place } from "./name.ts";
import type { Query } from "./query.ts";

/** Where rows come from. */
export type Relation = Place &
  (
    | {
        readonly kind: "table";
        readonly name: Name;
        readonly alias?: Name;
        /** The time that it is read as of: FOR SYSTEM_TIME AS OF. */
        readonly asOf?: Expression;
      }
    | TableFunction
    | { readonly kind: "query"; readonly query: Query; readonly alias?: Name }
    | { readonly kind: "expansion"; readonly expression: Expression; readonly alias?: Name }
    | { readonly kind: "values"; readonly alias?: Name }
    | Join
  );

/** `TABLE(NAME(…))`: a window function, or one of the user's. */
export type TableFunction = Place & {
  readonly kind: "function";
  /** In upper case: `TUMBLE`. */
  readonly name: string;
  readonly nameAt: Place;
  /** The table or query that it reads; absent where it reads none. */
  readonly input?: Relation;
  /** What DESCRIPTOR names: the time column of a window function. */
  readonly timeColumn?: Name;
  readonly args: readonly Expression[];
  readonly alias?: Name;
};

/** Two relations side by side. */
export type Join = Place & {
  readonly kind: "join";
  readonly type: "INNER" | "LEFT" | "RIGHT" | "FULL" | "CROSS";
  readonly left: Relation;
  readonly right: Relation;
  readonly condition?: Expression;
};

const windows = new Set(["TUMBLE", "HOP", "CUMULATE", "SESSION"]);

/** Whether a relation cuts time into windows. */
export function isWindow(relation: Relation): relation is TableFunction {
  return relation.kind === "function" && windows.has(relation.name);
}
