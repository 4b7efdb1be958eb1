import type { DataPath } from "../load/yaml-position.ts";
import type { AttributeInput } from "./attribute-schema.ts";
import { declaredAttributes } from "./declared-streams.ts";
import type { DomainInput } from "./domain-schema.ts";

/** An attribute or column, or a part of one, with its place in domain.yaml. */
export type AttributePart = readonly [AttributeInput, DataPath];

/** Every attribute of an event and column of a result, nested ones included. */
export function attributeParts(domain: DomainInput): readonly AttributePart[] {
  return [...eventParts(domain), ...resultParts(domain)];
}

/** Every attribute of an event as it was declared, nested ones included. */
export function eventParts(domain: DomainInput): readonly AttributePart[] {
  return declaredAttributes(domain).flatMap(({ attributes, path }) => nested(attributes, path));
}

/** Every column of a result, nested ones included. */
export function resultParts(domain: DomainInput): readonly AttributePart[] {
  return Object.entries(domain.results ?? {}).flatMap(([name, result]) =>
    nested(result.columns, ["results", name, "columns"]),
  );
}

function nested(
  attributes: Readonly<Record<string, AttributeInput>>,
  path: DataPath,
): readonly AttributePart[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => withParts(attribute, [...path, name]));
}

function withParts(attribute: AttributeInput, path: DataPath): readonly AttributePart[] {
  switch (attribute.type) {
    case "array":
      return [[attribute, path], ...withParts(attribute.items, [...path, "items"])];
    case "map":
      return [[attribute, path], ...withParts(attribute.values, [...path, "values"])];
    case "record":
      return [[attribute, path], ...nested(attribute.fields, [...path, "fields"])];
    default:
      return [[attribute, path]];
  }
}
