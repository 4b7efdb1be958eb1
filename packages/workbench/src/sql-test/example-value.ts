import type { Column } from "@millrace/domain";

/**
 * What stands in an event for an attribute of which nothing is written: its example, its default, NULL where it is optional,
 * and for a record the same of its fields. `undefined` where nothing is known.
 */
export function exampleValue({ example, default: fallback, isOptional, type }: Column): unknown {
  const own = example ?? fallback;
  if (own !== undefined) return own;
  if (isOptional) return null;
  if (type.kind !== "record") return undefined;
  const fields = type.fields.map((field) => [field.attribute, exampleValue(field)] as const);
  return fields.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(fields);
}
