import { suggest } from "@millrace/common";
import type { Reader } from "./reader.ts";

/** One of a list of words. */
export function enumReader(values: readonly string[]): Reader {
  const known = new Set<unknown>(values);
  const expected = values.length === 1 ? String(values[0]) : `one of ${values.join(", ")}`;
  return (value, faults) => {
    if (known.has(value)) return value;
    const isWord = typeof value === "string" && !faults.isFull;
    faults.add(value, expected, isWord ? suggest(value.slice(0, 100), values) : undefined);
  };
}
