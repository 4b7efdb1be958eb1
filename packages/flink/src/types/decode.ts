import { FlinkDecodeError } from "../errors/statement-errors.ts";
import { formatType, type LogicalType } from "./logical-type.ts";
import { isDate, normalizeTime, normalizeTimestamp, wallClockToInstant } from "./time-text.ts";
import type { FlinkValue } from "./value.ts";

/** What decoding needs to know besides the type. */
export interface DecodeContext {
  /** The session's `table.local-time-zone`; the gateway writes instants as wall-clock time in it. */
  readonly timeZone: string;
}

/** A value that came as JSON, as the type says. The JSON must have been read without loss. */
export function decodeJson(value: unknown, type: LogicalType, context: DecodeContext): FlinkValue {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case "BOOLEAN":
      return typeof value === "boolean" ? value : decodeScalarText(asText(value, type), type, context);
    case "BINARY":
    case "VARBINARY":
      return new Uint8Array(Buffer.from(asText(value, type), "base64"));
    case "INTERVAL_YEAR_MONTH":
      return Number(asText(value, type));
    case "INTERVAL_DAY_TIME":
      return BigInt(asText(value, type));
    case "VARIANT":
    case "OPAQUE":
      return decodeScalarText(
        typeof value === "object" ? JSON.stringify(value) : asText(value, type),
        type,
        context,
      );
    case "ARRAY":
      if (!Array.isArray(value)) throw mismatch(value, type);
      return value.map((item: unknown) => decodeJson(item, type.element, context));
    case "MULTISET":
      return decodeEntries(value, type, type.element, { kind: "INTEGER", nullable: false }, context);
    case "MAP":
      return decodeEntries(value, type, type.key, type.value, context);
    case "ROW": {
      const fields = asObject(value, type);
      return Object.fromEntries(
        type.fields.map((field) => [field.name, decodeJson(fields[field.name], field.type, context)]),
      );
    }
    default:
      return decodeScalarText(asText(value, type), type, context);
  }
}

function decodeEntries(
  value: unknown,
  type: LogicalType,
  keyType: LogicalType,
  valueType: LogicalType,
  context: DecodeContext,
): ReadonlyMap<FlinkValue, FlinkValue> {
  return new Map(
    Object.entries(asObject(value, type)).map(([key, item]) => [
      decodeJson(key, keyType, context),
      decodeJson(item, valueType, context),
    ]),
  );
}

/** A scalar that came as text: as a JSON string or number, or printed as SQL does. */
export function decodeScalarText(text: string, type: LogicalType, context: DecodeContext): FlinkValue {
  const decoded = scalarOf(text, type, context);
  if (decoded === undefined) throw mismatch(text, type);
  return decoded;
}

function scalarOf(text: string, type: LogicalType, context: DecodeContext): FlinkValue | undefined {
  switch (type.kind) {
    case "BOOLEAN":
      return /^(?:true|false)$/i.test(text) ? text.toLowerCase() === "true" : undefined;
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "FLOAT":
    case "DOUBLE":
      return numberOf(text);
    case "BIGINT":
      return /^[+-]?\d+$/.test(text) ? BigInt(text) : undefined;
    case "DECIMAL":
      return decimalOf(text, type.scale);
    case "CHAR":
    case "VARCHAR":
      return text;
    case "DATE":
      return isDate(text) ? text : undefined;
    case "TIME":
      return normalizeTime(text, type.precision);
    case "TIMESTAMP":
      return normalizeTimestamp(text, type.precision);
    case "TIMESTAMP_LTZ": {
      const wall = normalizeTimestamp(text, type.precision);
      return wall && wallClockToInstant(wall, context.timeZone);
    }
    case "VARIANT":
      return { variant: text };
    case "OPAQUE":
      return { opaque: text };
    default:
      return undefined;
  }
}

function numberOf(text: string): number | undefined {
  const number = text === "" ? Number.NaN : Number(text);
  return Number.isNaN(number) && text !== "NaN" ? undefined : number;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** `1E-7` as `0.00000010` for scale 8: plain digits with exactly `scale` decimals. */
function decimalOf(text: string, scale: number): string | undefined {
  const match = DECIMAL.exec(text);
  if (!match || (match[2] ?? "") + (match[3] ?? "") === "") return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  // The point moves to where the scale wants it: digits × 10^-scale.
  const shift = Number(exponent) - fraction.length + scale;
  const digits = whole + fraction;
  if (shift < 0 && /[1-9]/.test(digits.slice(shift))) return undefined;
  const unscaled = (shift < 0 ? digits.slice(0, shift) : digits + "0".repeat(shift))
    .replace(/^0+/, "")
    .padStart(scale + 1, "0");
  const point = unscaled.length - scale;
  const negative = sign === "-" && /[1-9]/.test(unscaled);
  return `${negative ? "-" : ""}${unscaled.slice(0, point)}${scale === 0 ? "" : `.${unscaled.slice(point)}`}`;
}

function asText(value: unknown, type: LogicalType): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw mismatch(value, type);
}

function asObject(value: unknown, type: LogicalType): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw mismatch(value, type);
  return value as Record<string, unknown>;
}

export function mismatch(value: unknown, type: LogicalType): FlinkDecodeError {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return new FlinkDecodeError(
    formatType(type),
    text,
    "The server's versions and this library's may not fit.",
  );
}
