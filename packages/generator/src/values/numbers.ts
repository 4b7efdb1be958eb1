import { currencyDigits } from "@millrace/common";
import type { ColumnType } from "@millrace/domain";

/** Digits behind the point of a number as a payload gives it. */
export function digitsOf(type: ColumnType): number {
  switch (type.kind) {
    case "double":
      return 2;
    case "decimal":
      return type.scale;
    case "money":
      return type.unit === "major" ? (currencyDigits(type.currency ?? anyCurrency) ?? 2) : 0;
    default:
      return 0;
  }
}

/** The currency of amounts whose currency is free. */
export const anyCurrency = "EUR";

/** A number of so many decimal digits, without binary residue. */
export function rounded(value: number, digits: number): number {
  return digits === 0 ? Math.round(value) : Number(value.toFixed(digits));
}

/** An amount in the form in which a payload gives it. */
export function moneyValue(
  type: Extract<ColumnType, { readonly kind: "money" }>,
  amount: number,
): number | Readonly<Record<string, unknown>> {
  if (type.currency !== undefined) return amount;
  return { amount, currency: anyCurrency };
}
