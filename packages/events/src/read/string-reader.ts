import type { ColumnType } from "@millrace/domain";
import { formats } from "../text/format.ts";
import { isKeepable, keepable, textLength } from "../text/text.ts";
import type { Reader } from "./reader.ts";

type StringType = Extract<ColumnType, { readonly kind: "string" }>;

/** Text with its limits, its pattern and its format; limits count characters, as JSON Schema does. */
export function stringReader({ minLength = 0, maxLength = Infinity, ...type }: StringType): Reader {
  const pattern = type.pattern === undefined ? undefined : new RegExp(type.pattern, "u");
  const format = type.format === undefined ? undefined : formats[type.format];
  const expected = format?.expected ?? "a string";
  return (value, faults) => {
    if (typeof value !== "string") return faults.add(value, expected);
    if (value.length < minLength * 2 && textLength(value) < minLength)
      faults.add(value, `at least ${minLength} characters`);
    if (value.length > maxLength && textLength(value) > maxLength)
      faults.add(value, `at most ${maxLength} characters`);
    if (!isKeepable(value)) faults.add(value, keepable);
    if (pattern?.test(value) === false) faults.add(value, `text that matches ${type.pattern}`);
    if (format?.holds(value) === false) faults.add(value, expected);
    return value;
  };
}
