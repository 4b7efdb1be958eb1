import { compareValues, type NumberKind, scaleOf, unscaled } from "./compare-values.ts";
import { type OracleRow, type OracleValue, valueOf } from "./row.ts";

/** A built-in aggregate function; without a column `count` counts rows. */
export interface Aggregate {
  readonly name: "count" | "sum" | "min" | "max" | "avg" | "count_distinct" | "last";
  readonly column?: string;
}

/**
 * Computes an aggregate over all rows of a group; NULLs are left out, and nothing but NULLs gives NULL. The last value is the
 * one with the latest event time, and of several the greatest.
 */
export function aggregate(
  { name, column }: Aggregate,
  rows: readonly OracleRow[],
  kind: NumberKind,
): OracleValue {
  if (column === undefined) return BigInt(rows.length);
  if (name === "last") return lastValue(rows, column, kind);
  const values = rows.map((row) => valueOf(row, column)).filter((value) => value !== null);
  if (name === "count") return BigInt(values.length);
  if (name === "count_distinct") return BigInt(new Set(values.map((value) => identityOf(value, kind))).size);
  if (values.length === 0) return null;
  if (name === "min")
    return values.reduce((best, value) => (compareValues(value, best, kind) < 0 ? value : best));
  if (name === "max") return greatest(values, kind);
  switch (kind) {
    case "whole":
      return wholeNumber(name, values);
    case "real":
      return realNumber(name, values);
    case "decimal":
      return name === "sum" ? decimalSum(values) : Number(decimalSum(values)) / values.length;
  }
}

/** 1.5 and 1.50 are one decimal. */
function identityOf(value: OracleValue, kind: NumberKind): OracleValue {
  return kind === "decimal" ? unscaled(value, mostScale) : value;
}

const mostScale = 38;

function lastValue(rows: readonly OracleRow[], column: string, kind: NumberKind): OracleValue {
  const known = rows.filter((row) => valueOf(row, column) !== null);
  const latest = Math.max(...known.map(({ timeMs }) => timeMs));
  const values = known.filter(({ timeMs }) => timeMs === latest).map((row) => valueOf(row, column));
  return values.length === 0 ? null : greatest(values, kind);
}

function greatest(values: readonly OracleValue[], kind: NumberKind): OracleValue {
  return values.reduce((best, value) => (compareValues(value, best, kind) > 0 ? value : best));
}

/** A mean of whole numbers is cut to a whole number, towards zero. */
function wholeNumber(name: "sum" | "avg", values: readonly OracleValue[]): bigint {
  const sum = values.reduce((total: bigint, value) => total + BigInt(value as number | bigint), 0n);
  return name === "sum" ? sum : sum / BigInt(values.length);
}

function realNumber(name: "sum" | "avg", values: readonly OracleValue[]): number {
  const sum = values.reduce((total: number, value) => total + Number(value), 0);
  return name === "sum" ? sum : sum / values.length;
}

/** As text, with as many digits behind the point as the longest value has. */
function decimalSum(values: readonly OracleValue[]): string {
  const scale = Math.max(...values.map(scaleOf));
  const sum = values.reduce((total: bigint, value) => total + unscaled(value, scale), 0n);
  if (scale === 0) return String(sum);
  const digits = String(sum < 0n ? -sum : sum).padStart(scale + 1, "0");
  return `${sum < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
