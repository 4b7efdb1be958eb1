/** A value of a row as the oracle sees it. */
export type OracleValue = string | number | bigint | boolean | null;

/** A built-in aggregate function; without a column `count` counts rows. */
export interface Aggregate {
  readonly name: "count" | "sum" | "min" | "max" | "avg" | "count_distinct";
  readonly column?: string;
}

/** What a column is computed with: whole numbers stay whole, as in SQL. */
export type NumberKind = "whole" | "real";

/** Computes an aggregate over all rows of a group; NULLs are left out, and nothing but NULLs gives NULL. */
export function aggregate(
  { name, column }: Aggregate,
  rows: readonly Readonly<Record<string, OracleValue>>[],
  kind: NumberKind,
): OracleValue {
  if (column === undefined) return BigInt(rows.length);
  const values = rows.map((row) => row[column] ?? null).filter((value) => value !== null);
  if (name === "count") return BigInt(values.length);
  if (name === "count_distinct") return BigInt(new Set(values).size);
  if (values.length === 0) return null;
  if (name === "min") return values.reduce((best, value) => (compare(value, best) < 0 ? value : best));
  if (name === "max") return values.reduce((best, value) => (compare(value, best) > 0 ? value : best));
  return kind === "whole" ? wholeNumber(name, values) : realNumber(name, values);
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

/** Texts by their bytes, as Flink orders them. */
function compare(left: OracleValue, right: OracleValue): number {
  if (typeof left === "string" && typeof right === "string")
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return Number(left) - Number(right);
}
