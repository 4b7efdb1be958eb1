import type { Expression, FunctionCall } from "./expression.ts";
import type { Place } from "./name.ts";
import { deep } from "./walk.ts";

/** A comparison of something with the current watermark. */
export interface WatermarkComparison {
  readonly place: Place;
  /** What is compared. */
  readonly other: Expression;
  /** The column whose watermark it is. */
  readonly time: Expression;
  /** Whether it holds for rows that are not late. */
  readonly isAhead: boolean;
}

const directions: Readonly<Record<string, "ahead" | "behind">> = {
  ">": "ahead",
  ">=": "ahead",
  "<": "behind",
  "<=": "behind",
};

/** Reads a comparison with CURRENT_WATERMARK; undefined where the value is none. */
export function comparesWatermark(value: Expression): WatermarkComparison | undefined {
  if (value.kind !== "operation") return undefined;
  const direction = directions[value.operator];
  const [left, right] = value.operands;
  if (direction === undefined || left === undefined || right === undefined) return undefined;
  const onRight = watermarkIn(right);
  const call = onRight ?? watermarkIn(left);
  const time = call?.args[0];
  if (time === undefined) return undefined;
  const isAhead = (direction === "ahead") === (onRight !== undefined);
  return { place: value, other: onRight === undefined ? right : left, time, isAhead };
}

function watermarkIn(value: Expression): FunctionCall | undefined {
  return deep(value).find((part) => part.kind === "call" && part.name === "CURRENT_WATERMARK") as
    FunctionCall | undefined;
}
