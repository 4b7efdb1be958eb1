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

function stepInto(schema: unknown, step: string | number): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(step)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  return undefined;
}

/** Unwraps what is optional, and chooses a union's member: by the data's `type`, or the one that is a mapping. */
function memberOf(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return memberOf(schema.unwrap(), value);
  if (!(schema instanceof z.ZodUnion)) return schema;
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
