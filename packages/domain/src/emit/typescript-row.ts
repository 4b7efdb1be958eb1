import type { AvroType } from "../plan.ts";
import { arrayType, objectType, quoted, sentences, unionOf } from "./typescript-text.ts";

interface AvroObject {
  readonly type: AvroType;
  readonly logicalType?: string;
  readonly precision?: number;
  readonly scale?: number;
  readonly currency?: string;
  readonly items?: AvroType;
  readonly values?: AvroType;
  readonly symbols?: readonly string[];
  readonly fields?: readonly { readonly name: string; readonly type: AvroType; readonly doc?: string }[];
}

/** The type of a record's value as it is decoded from Avro. */
export function rowType(schema: AvroType): string {
  if (typeof schema === "string") return primitiveType(schema);
  if (isUnion(schema)) return unionOf(schema.map(rowType));
  return complexType(schema as unknown as AvroObject);
}

function primitiveType(name: string): string {
  switch (name) {
    case "int":
    case "double":
    case "float":
      return "number";
    case "long":
      return "number | bigint";
    case "bytes":
      return "Uint8Array";
    default:
      return name;
  }
}

function complexType(schema: AvroObject): string {
  const { type, logicalType, items = "null", values = "null", symbols = [], fields = [] } = schema;
  switch (type) {
    case "record":
      return objectType(
        fields.map((field) => ({
          name: field.name,
          type: rowType(field.type),
          doc: sentences(field.doc, hint(field.type)),
        })),
      );
    case "array":
      return arrayType(rowType(items));
    case "map":
      return `Readonly<Record<string, ${rowType(values)}>>`;
    case "enum":
      return unionOf(symbols.map(quoted));
    default:
      return logicalType === "timestamp-millis" ? "number" : rowType(type);
  }
}

/** What the TypeScript type does not say. */
function hint(schema: AvroType): string | undefined {
  if (typeof schema === "string") return undefined;
  if (isUnion(schema)) return schema.map(hint).find((each) => each !== undefined);
  const { logicalType, precision, scale, currency } = schema as unknown as AvroObject;
  if (logicalType === "timestamp-millis") return "Epoch milliseconds.";
  if (logicalType === "decimal")
    return `The bytes of a whole number, big-endian: a decimal of ${precision} digits, ${scale} of them behind the point.`;
  return currency === undefined ? undefined : `Minor units of ${currency}.`;
}

function isUnion(schema: AvroType): schema is readonly AvroType[] {
  return Array.isArray(schema);
}
