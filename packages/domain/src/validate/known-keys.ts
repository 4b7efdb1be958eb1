import { z } from "zod";
import type { DataPath } from "../load/yaml-position.ts";

/** The keys that a mapping at this path may have; of a union, those of the member that the data names. */
export function knownKeys(schema: z.ZodType, root: unknown, path: DataPath): readonly string[] {
  let current: unknown = schema;
  let value = root;
  for (const step of path) {
    current = memberOf(current, value);
    current = stepInto(current, step);
    value = childOf(value, step);
  }
  const object = memberOf(current, value);
  return object instanceof z.ZodObject ? Object.keys(object.shape).sort() : [];
}

/**
 * The names of the other members of the union at this path that know a key: `string`, where `mask` was written for a
 * `long`. Empty where there is no such union.
 */
export function membersWithKey(
  schema: z.ZodType,
  root: unknown,
  { path, key }: { readonly path: DataPath; readonly key: string },
): readonly string[] {
  let current: unknown = schema;
  let value = root;
  for (const step of path) {
    current = stepInto(memberOf(current, value), step);
    value = childOf(value, step);
  }
  const union = unwrapped(current);
  if (!(union instanceof z.ZodDiscriminatedUnion)) return [];
  const { options, def } = union;
  return options.flatMap((option) => {
    if (!(option instanceof z.ZodObject) || !(key in option.shape)) return [];
    const literal: unknown = option.shape[def.discriminator];
    return literal instanceof z.ZodLiteral ? [...literal.values].map(String) : [];
  });
}

function stepInto(schema: unknown, step: string | number): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(step)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  return undefined;
}

/** Unwraps what is optional, and chooses a union's member: by the data's `type`, or the one that is a mapping. */
function memberOf(schema: unknown, value: unknown): unknown {
  const union = unwrapped(schema);
  return union instanceof z.ZodUnion ? chosen(union, value) : union;
}

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap())
    : schema;
}

function chosen(schema: z.ZodUnion, value: unknown): unknown {
  if (!(schema instanceof z.ZodDiscriminatedUnion))
    return schema.options.find((option) => option instanceof z.ZodObject);
  const type = childOf(value, schema.def.discriminator);
  return schema.options.find(
    (option) => option instanceof z.ZodObject && accepts(option, schema.def.discriminator, type),
  );
}

function accepts(option: z.ZodObject, discriminator: string, type: unknown): boolean {
  const literal: unknown = option.shape[discriminator];
  return literal instanceof z.ZodLiteral && literal.values.has(type as string);
}

function childOf(value: unknown, step: string | number): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Record<string | number, unknown>)[step];
}
