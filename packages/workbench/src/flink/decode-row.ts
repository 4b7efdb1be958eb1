import type { ColumnPlan } from "@millrace/domain";
import { type FlinkRow, type FlinkValue, type LogicalType, parseType } from "@millrace/flink";

const number = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** `JSON.parse` in which a number that a double cannot hold as written comes out as its text. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(
    text.replace(number, (token) =>
      token.startsWith('"') || String(Number(token)) === token ? token : `"${token}"`,
    ),
  );
}

/** Turns rows that Flink's JSON format wrote into the values of the Flink client, without loss. */
export function rowDecoder(
  columns: readonly ColumnPlan[],
): (row: Readonly<Record<string, unknown>>) => FlinkRow {
  const typed = columns.map(({ name, type }) => ({ name, type: parseType(type) }));
  return (row) => Object.fromEntries(typed.map(({ name, type }) => [name, decodeValue(row[name], type)]));
}

/** A value as JSON, or as people write it in YAML, in the form that {@link FlinkValue} says for its type. */
export function decodeValue(value: unknown, type: LogicalType): FlinkValue {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case "BOOLEAN":
      return value === true || value === "true";
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "FLOAT":
    case "DOUBLE":
      return Number(value);
    case "BIGINT":
      return BigInt(value as string | number);
    case "DECIMAL":
      return withDecimals(String(value), type.scale);
    case "BINARY":
    case "VARBINARY":
      return new Uint8Array(Buffer.from(String(value), "base64"));
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return timestamp(String(value), type);
    case "ARRAY":
      return (value as readonly unknown[]).map((item) => decodeValue(item, type.element));
    case "MAP":
      return new Map(
        Object.entries(value).map(([key, item]) => [
          decodeValue(key, type.key),
          decodeValue(item, type.value),
        ]),
      );
    case "ROW":
      return Object.fromEntries(
        type.fields.map(({ name, type }) => [
          name,
          decodeValue((value as Record<string, unknown>)[name], type),
        ]),
      );
    default:
      return String(value);
  }
}

function withDecimals(text: string, scale: number): string {
  const [whole = "0", fraction = ""] = text.split(".");
  return scale === 0 ? whole : `${whole}.${fraction.padEnd(scale, "0")}`;
}

/** `2021-01-26T14:44:05` with exactly the type's decimals; an instant ends with Z. */
function timestamp(text: string, { kind, precision }: LogicalType & { readonly precision: number }): string {
  const [wall = "", fraction = ""] = text.replace(" ", "T").replace(/Z$/, "").split(".");
  const decimals = precision === 0 ? "" : `.${fraction.padEnd(precision, "0")}`;
  return `${wall}${decimals}${kind === "TIMESTAMP_LTZ" ? "Z" : ""}`;
}
