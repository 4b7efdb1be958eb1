import { type AvroSchema, simpleName } from "./avro-schema.ts";

/** A type in the words of domain.yaml, as far as it has them: `optional decimal(18, 2)`, `array of string`. */
export function describeType(schema: AvroSchema): string {
  switch (schema.kind) {
    case "primitive":
      return describePrimitive(schema.name, schema.meaning);
    case "array":
      return `array of ${describeType(schema.items)}`;
    case "map":
      return `map of ${describeType(schema.values)}`;
    case "enum":
      return `enum of ${schema.symbols.join(", ")}`;
    case "fixed":
      return `fixed of ${schema.size} bytes`;
    case "record":
      return `record ${simpleName(schema.name)}`;
    case "union":
      return describeUnion(schema.branches);
  }
}

function describeUnion(branches: readonly AvroSchema[]): string {
  const values = branches.filter((branch) => !(branch.kind === "primitive" && branch.name === "null"));
  const text = values.map(describeType).join(" or ");
  return values.length === branches.length ? text : `optional ${text}`;
}

function describePrimitive(name: string, meaning: Readonly<Record<string, unknown>>): string {
  const { logicalType, precision, scale, currency } = meaning;
  if (logicalType === "decimal") return `decimal(${String(precision)}, ${String(scale)})`;
  if (currency !== undefined) return `money in ${String(currency)}`;
  return logicalType === undefined ? name : `${name} (${String(logicalType)})`;
}
