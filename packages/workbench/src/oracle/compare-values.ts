import type { OracleValue } from "./row.ts";

/** What a column is computed with: whole numbers stay whole as in SQL, decimals are exact and written as text. */
export type NumberKind = "whole" | "real" | "decimal";

/** Orders two values: whole numbers and decimals exactly, texts by their bytes, as Flink does. */
export function compareValues(left: OracleValue, right: OracleValue, kind: NumberKind): number {
  if (kind === "decimal") return sign(digitsOf(left, right) - digitsOf(right, left));
  if (typeof left === "string" && typeof right === "string")
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  if (typeof left === "bigint" || typeof right === "bigint")
    return sign(BigInt(left as number) - BigInt(right as number));
  return Number(left) - Number(right);
}

/** The digits of a decimal without its point, with as many behind it as the longer of two has. */
function digitsOf(value: OracleValue, other: OracleValue): bigint {
  return unscaled(value, Math.max(scaleOf(value), scaleOf(other)));
}

/** How many digits of a decimal stand behind its point. */
export function scaleOf(value: OracleValue): number {
  return String(value).split(".")[1]?.length ?? 0;
}

/** A decimal as a whole number of its last digit: 1.5 with a scale of 2 is 150. */
export function unscaled(value: OracleValue, scale: number): bigint {
  const [whole = "0", fraction = ""] = String(value).split(".");
  return BigInt(`${whole}${fraction.padEnd(scale, "0")}`);
}

function sign(value: bigint): number {
  if (value === 0n) return 0;
  return value < 0n ? -1 : 1;
}
