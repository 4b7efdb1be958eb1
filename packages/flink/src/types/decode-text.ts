import { type DecodeContext, decodeScalarText } from "./decode.ts";
import type { LogicalType } from "./logical-type.ts";
import type { FlinkValue } from "./value.ts";

/** A value that came as plain text. */
export function decodePlainText(value: unknown, type: LogicalType, context: DecodeContext): FlinkValue {
  if (value === null || value === undefined) return null;
  return decodeScalarText(String(value), type, context);
}
