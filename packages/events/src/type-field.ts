import { suggest } from "@millrace/common";
import type { Field } from "./read/record-reader.ts";

/** The field that says which type of event a record is: always this one, whether a payload says so or not. */
export function typeField(column: string, type: string): Field {
  return {
    attribute: column,
    name: column,
    whenMissing: () => type,
    read: (value, faults) => {
      if (value !== type) faults.add(value, `${type}, or nothing`, nearly(value, type));
      return type;
    },
  };
}

function nearly(value: unknown, type: string): string | undefined {
  return typeof value === "string" ? suggest(value.slice(0, 100), [type]) : undefined;
}
