import type { ColumnType } from "@millrace/domain";
import { isKeepable, keepable } from "../text/text.ts";
import { isObject } from "./object.ts";
import type { Reader, ReaderOf } from "./reader.ts";

type MapType = Extract<ColumnType, { readonly kind: "map" }>;

/** Values of one type by names that the caller chooses. */
export function mapReader({ values }: MapType, readerOf: ReaderOf): Reader {
  const read = readerOf(values);
  return (value, faults) => {
    if (!isObject(value)) return faults.add(value, "an object");
    // Without a prototype no name means anything.
    const map = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(value)) {
      const since = faults.count;
      map[key] = read(value[key], faults);
      const expected = keyFault(key);
      if (expected !== undefined) faults.add(key, expected);
      if (faults.count > since) faults.under(key, since);
    }
    return map;
  };
}

/** `__proto__` is no name: readers of the topic that build plain objects would lose it, or worse. */
function keyFault(key: string): string | undefined {
  if (key === "__proto__") return "a key other than __proto__";
  return isKeepable(key) ? undefined : `a key of ${keepable}`;
}
