import type { LogicalType } from "../types/logical-type.ts";
import type { FlinkValue } from "../types/value.ts";

/** Thrown where the gateway's JSON has no form for a type. */
export class NotJsonError extends Error {}

const WIRE_NAMES: Readonly<Record<string, string>> = {
  TIME: "TIME_WITHOUT_TIME_ZONE",
  TIMESTAMP: "TIMESTAMP_WITHOUT_TIME_ZONE",
  TIMESTAMP_LTZ: "TIMESTAMP_WITH_LOCAL_TIME_ZONE",
};

/** A type as the gateway describes it. */
export function encodeType(type: LogicalType): Readonly<Record<string, unknown>> {
  const base = { type: WIRE_NAMES[type.kind] ?? type.kind, nullable: type.nullable };
  switch (type.kind) {
    case "ARRAY":
    case "MULTISET":
      return { ...base, elementType: encodeType(type.element) };
    case "MAP":
      return { ...base, keyType: encodeType(type.key), valueType: encodeType(type.value) };
    case "ROW":
      return {
        ...base,
        fields: type.fields.map(({ name, type: field }) => ({ name, fieldType: encodeType(field) })),
      };
    case "OPAQUE":
      return { ...base, type: type.name };
    default: {
      const { kind: _kind, ...facts } = type;
      return { ...base, ...facts };
    }
  }
}

/** A value as the gateway's JSON text: numbers in full, decimals without trailing zeros, instants in the session's wall-clock. */
export function encodeJson(value: FlinkValue, type: LogicalType): string {
  if (type.kind === "VARIANT" || type.kind === "OPAQUE") throw new NotJsonError();
  if (value === null) return "null";
  switch (type.kind) {
    case "BINARY":
    case "VARBINARY":
      return JSON.stringify(Buffer.from(value as Uint8Array).toString("base64"));
    case "DECIMAL":
      return String(value).replace(/\.?0+$/, (zeros) => (String(value).includes(".") ? "" : zeros));
    case "FLOAT":
    case "DOUBLE":
      return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
    case "ARRAY":
      return `[${(value as readonly FlinkValue[]).map((item) => encodeJson(item, type.element)).join()}]`;
    case "MAP":
      return encodeEntries(value as ReadonlyMap<FlinkValue, FlinkValue>, type.key, type.value);
    case "MULTISET":
      return encodeEntries(value as ReadonlyMap<FlinkValue, FlinkValue>, type.element, COUNT);
    case "ROW": {
      const row = value as Readonly<Record<string, FlinkValue>>;
      const fields = type.fields.map(
        (field) => `${JSON.stringify(field.name)}:${encodeJson(row[field.name] ?? null, field.type)}`,
      );
      return `{${fields.join()}}`;
    }
    default:
      return typeof value === "string" ? JSON.stringify(value) : String(value);
  }
}

const COUNT: LogicalType = { kind: "INTEGER", nullable: false };

function encodeEntries(
  map: ReadonlyMap<FlinkValue, FlinkValue>,
  key: LogicalType,
  value: LogicalType,
): string {
  if (key.kind !== "CHAR" && key.kind !== "VARCHAR") throw new NotJsonError();
  return `{${[...map].map(([k, v]) => `${JSON.stringify(String(k))}:${encodeJson(v, value)}`).join()}}`;
}

/** A value as the gateway's plain text; null stands alone. */
export function encodeText(value: FlinkValue, type: LogicalType): string | null {
  return value === null ? null : printed(value, type);
}

function printed(value: FlinkValue, type: LogicalType): string {
  if (value === null) return "NULL";
  switch (type.kind) {
    case "BOOLEAN":
      return String(value).toUpperCase();
    case "BINARY":
    case "VARBINARY":
      return `x'${Buffer.from(value as Uint8Array).toString("hex")}'`;
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return String(value).replace("T", " ").replace("Z", "");
    case "VARIANT":
      return (value as { readonly variant: string }).variant;
    case "OPAQUE":
      return (value as { readonly opaque: string }).opaque;
    case "ARRAY":
      return `[${(value as readonly FlinkValue[]).map((item) => printed(item, type.element)).join(", ")}]`;
    case "MAP":
      return printedEntries(value as ReadonlyMap<FlinkValue, FlinkValue>, type.key, type.value);
    case "MULTISET":
      return printedEntries(value as ReadonlyMap<FlinkValue, FlinkValue>, type.element, COUNT);
    case "ROW": {
      const row = value as Readonly<Record<string, FlinkValue>>;
      return `(${type.fields.map((field) => printed(row[field.name] ?? null, field.type)).join(", ")})`;
    }
    case "INTERVAL_YEAR_MONTH":
      return printedMonths(Number(value));
    case "INTERVAL_DAY_TIME":
      return printedDuration(value as bigint);
    default:
      return String(value);
  }
}

function printedEntries(
  map: ReadonlyMap<FlinkValue, FlinkValue>,
  key: LogicalType,
  value: LogicalType,
): string {
  return `{${[...map].map(([k, v]) => `${printed(k, key)}=${printed(v, value)}`).join(", ")}}`;
}

function printedMonths(months: number): string {
  const size = Math.abs(months);
  return `${months < 0 ? "-" : "+"}${Math.floor(size / 12)}-${String(size % 12).padStart(2, "0")}`;
}

function printedDuration(milliseconds: bigint): string {
  const size = milliseconds < 0n ? -milliseconds : milliseconds;
  const two = (part: bigint) => String(part).padStart(2, "0");
  const clock = [(size / 3_600_000n) % 24n, (size / 60_000n) % 60n, (size / 1000n) % 60n].map(two).join(":");
  const fraction = String(size % 1000n).padStart(3, "0");
  return `${milliseconds < 0n ? "-" : "+"}${size / 86_400_000n} ${clock}.${fraction}`;
}
