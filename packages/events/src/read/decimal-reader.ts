import type { ColumnType } from "@millrace/domain";
import { scaledNumber } from "../text/scaled-number.ts";
import { decimalBytes } from "./decimal-bytes.ts";
import type { Reader } from "./reader.ts";

type DecimalType = Extract<ColumnType, { readonly kind: "decimal" }>;

/** An exact number, given as a number or as text; becomes the bytes of Avro's logical type. */
export function decimalReader({ precision, scale }: DecimalType): Reader {
  const expected =
    `a number, or its text, of at most ${precision - scale} digits before the point and ` +
    `${scale} behind it`;
  return (value, faults) => {
    const number = scaledNumber(value, scale);
    if (number.kind === "number" && number.digits.length <= precision) return decimalBytes(number);
    faults.add(value, number.kind === "inexact" ? inexact : expected);
  };
}

/** What is expected instead of a JSON number that may have lost digits. */
export const inexact = "text: a JSON number keeps 15 digits for sure, and this one has more";
