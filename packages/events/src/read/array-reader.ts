import type { ColumnType } from "@millrace/domain";
import type { Reader, ReaderOf } from "./reader.ts";

type ArrayType = Extract<ColumnType, { readonly kind: "array" }>;

/** A list whose elements are all of one type. */
export function arrayReader(
  { items, minItems = 0, maxItems = Infinity }: ArrayType,
  readerOf: ReaderOf,
): Reader {
  const read = readerOf(items);
  return (value, faults) => {
    if (!Array.isArray(value)) return faults.add(value, "an array");
    if (value.length < minItems) faults.add(value, `at least ${minItems} elements`);
    if (value.length > maxItems) return faults.add(value, `at most ${maxItems} elements`);
    return value.map((element: unknown, at) => {
      const since = faults.count;
      const result = read(element, faults);
      if (faults.count > since) faults.under(at, since);
      return result;
    });
  };
}
