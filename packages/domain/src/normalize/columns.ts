import type { AttributeInput } from "../schema/attribute-schema.ts";
import type { Column, ColumnType } from "./domain.ts";

/** What an event says about its time attribute, which may get another name and unit as a column. */
export interface TimeAttribute {
  readonly attribute: string;
  readonly column: string;
  readonly unit?: "seconds" | "millis" | "iso" | undefined;
}

/** Turns attributes, in their order, into columns. */
export function normalizeColumns(
  attributes: Readonly<Record<string, AttributeInput>>,
  time?: TimeAttribute,
): readonly Column[] {
  return Object.entries(attributes).map(([name, input]) => {
    if (name !== time?.attribute) return normalizeColumn(name, input);
    const column = normalizeColumn(name, input);
    const unit = time.unit ?? (input.type === "timestamp" ? input.unit : undefined) ?? "iso";
    return { ...column, name: time.column, type: { kind: "timestamp", unit } };
  });
}

function normalizeColumn(name: string, input: AttributeInput): Column {
  return {
    name,
    attribute: name,
    ...given("doc", input.doc),
    ...given("aliases", input.aliases),
    isOptional: input.optional ?? false,
    isPersonal: input.personal ?? false,
    isDimension: input.dimension ?? false,
    type: normalizeType(input),
    ...("default" in input ? given("default", input.default) : {}),
    ...("example" in input ? given("example", input.example) : {}),
    ...("from_request" in input ? given("fromRequest", input.from_request) : {}),
    ...("mask" in input ? given("mask", input.mask) : {}),
  };
}

function normalizeType(input: AttributeInput): ColumnType {
  switch (input.type) {
    case "string":
      return {
        kind: "string",
        ...given("minLength", input.min_length),
        ...given("maxLength", input.max_length),
        ...given("pattern", input.pattern),
        ...given("format", input.format ?? maskedFormat(input.mask)),
        ...given("generated", input.generated),
      };
    case "int":
    case "long":
    case "double":
      return { kind: input.type, ...given("min", input.min), ...given("max", input.max) };
    case "boolean":
      return { kind: "boolean" };
    case "timestamp":
      return { kind: "timestamp", unit: input.unit ?? "iso" };
    case "decimal":
      return { kind: "decimal", precision: input.precision, scale: input.scale ?? 0 };
    case "money":
      return { kind: "money", ...given("currency", input.currency), unit: input.unit ?? "minor" };
    case "enum":
      return { kind: "enum", values: input.values };
    case "array":
      return {
        kind: "array",
        items: normalizeColumn("item", input.items),
        ...given("minItems", input.min_items),
        ...given("maxItems", input.max_items),
      };
    case "map":
      return { kind: "map", values: normalizeColumn("value", input.values) };
  }
  return { kind: "record", fields: normalizeColumns(input.fields) };
}

/** Only an address can be masked as one. */
function maskedFormat(mask: Column["mask"]): "ip" | "email" | undefined {
  return mask === "ip" || mask === "email" ? mask : undefined;
}

/** A property that is absent, not undefined, when there is no value. */
export function given<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: Value });
}
