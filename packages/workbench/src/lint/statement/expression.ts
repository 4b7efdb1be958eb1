import type { Name, Place } from "./name.ts";
import type { Query } from "./query.ts";

/** A value as it is written. */
export type Expression = Place &
  (
    | { readonly kind: "column"; readonly path: readonly Name[] }
    | FunctionCall
    | {
        readonly kind: "interval";
        /** Undefined for months, years and compound intervals. */
        readonly ms: number | undefined;
      }
    | { readonly kind: "literal" }
    | { readonly kind: "star" }
    | { readonly kind: "query"; readonly query: Query }
    | {
        readonly kind: "operation";
        /** Its words and signs: `+`, `>=`, `AND`, `IS NOT NULL`, `CAST AS`. */
        readonly operator: string;
        readonly operands: readonly Expression[];
      }
  );

/** A call, a word such as CURRENT_TIMESTAMP included. */
export type FunctionCall = Place & {
  readonly kind: "call";
  /** In upper case. */
  readonly name: string;
  readonly args: readonly Expression[];
  readonly isDistinct: boolean;
  readonly filter?: Expression;
  readonly over?: OverWindow;
};

/** `OVER (…)`; of a named window nothing but its place is known. */
export interface OverWindow extends Place {
  readonly isNamed: boolean;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly Expression[];
  /** Whether it looks back over a stretch of time: RANGE BETWEEN INTERVAL … PRECEDING. */
  readonly isTimeBounded: boolean;
}

const aggregates = new Set(
  `AVG COUNT MAX MIN SUM FIRST_VALUE LAST_VALUE LISTAGG COLLECT ARRAY_AGG STDDEV_POP STDDEV_SAMP
  VAR_POP VAR_SAMP VARIANCE STDDEV PERCENTILE JSON_OBJECTAGG JSON_ARRAYAGG APPROX_COUNT_DISTINCT`.split(
    /\s+/,
  ),
);

/** Whether a call makes one value of many rows. */
export function isAggregate({ name, over }: FunctionCall): boolean {
  return over === undefined && aggregates.has(name);
}

const ranks = new Set(["ROW_NUMBER", "RANK", "DENSE_RANK"]);

/** Whether a call gives a row its place among others. */
export function isRank({ name, over }: FunctionCall): boolean {
  return over !== undefined && ranks.has(name);
}
