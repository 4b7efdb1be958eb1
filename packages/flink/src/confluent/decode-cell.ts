import { decodePrinted } from "../types/decode-text.ts";
import { type DecodeContext, mismatch } from "../types/decode.ts";
import type { LogicalType } from "../types/logical-type.ts";
import type { FlinkValue } from "../types/value.ts";

/**
 * A cell of a Confluent Cloud result: scalars as SQL prints them, arrays and rows as arrays, maps and multisets as arrays of pairs.
 */
export function decodeCell(value: unknown, type: LogicalType, context: DecodeContext): FlinkValue {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case "ARRAY":
      return items(value, type).map((item) => decodeCell(item, type.element, context));
    case "ROW": {
      const cells = items(value, type, type.fields.length);
      return Object.fromEntries(
        type.fields.map((field, index) => [field.name, decodeCell(cells[index], field.type, context)]),
      );
    }
    case "MAP":
      return new Map(
        pairs(value, type).map(([k, v]) => [
          decodeCell(k, type.key, context),
          decodeCell(v, type.value, context),
        ]),
      );
    case "MULTISET":
      return new Map(pairs(value, type).map(([k, v]) => [decodeCell(k, type.element, context), Number(v)]));
    default:
      return decodePrinted(typeof value === "object" ? JSON.stringify(value) : String(value), type, context);
  }
}

function items(value: unknown, type: LogicalType, length?: number): readonly unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) throw mismatch(value, type);
  return value;
}

function pairs(value: unknown, type: LogicalType): readonly (readonly unknown[])[] {
  return items(value, type).map((pair) => items(pair, type, 2));
}
