import type { ServedTablePlan } from "@millrace/domain";
import { type JsonRow, jsonOf, type JsonValue } from "./row-json.ts";

/** The parts of a served table that say how its records become rows. */
export type RecordTable = Pick<ServedTablePlan, "columns" | "primaryKey" | "value">;

/** Reads a topic's decoded values and keys as rows of the table that Postgres keeps of them. */
export interface RecordReader {
  /** The served columns of a record's value; one that the record does not have is null. */
  columnsOf(value: unknown): JsonRow;
  /** What no two rows share, as text: of a value, or of an upsert table's key. */
  identityOf(value: unknown): string;
  /** The served columns of the primary key, as `removed` has them. */
  keyOf(value: unknown): JsonRow;
}

type Getter = (value: unknown) => JsonValue;

/**
 * Makes the reader of a table. A record's fields that the connector flattens into columns of their own
 * (`address_city` of `address.city`) are found by the Avro schema.
 */
export function recordReader({ columns, primaryKey, value: { schema } }: RecordTable): RecordReader {
  const getters = new Map(columns.map(({ name, type }) => [name, getterOf(name, type, schema)]));
  const identity = primaryKey.map((name) => getters.get(name) ?? getterOf(name, "text", schema));
  const served = primaryKey.filter((name) => getters.has(name));
  const pick = (names: readonly string[], value: unknown) =>
    Object.fromEntries(names.map((name) => [name, getters.get(name)?.(value) ?? null]));
  const names = columns.map(({ name }) => name);
  return {
    columnsOf: (value) => pick(names, value),
    identityOf: (value) => JSON.stringify(identity.map((get) => get(value))),
    keyOf: (value) => pick(served, value),
  };
}

function getterOf(name: string, type: string, schema: unknown): Getter {
  const path = pathTo(name, schema) ?? [name];
  const scale = /^numeric\(\d+,(\d+)\)$/.exec(type)?.[1];
  const convert = jsonOf(type);
  return (value) => {
    const found = valueAt(value, path);
    return convert(scale !== undefined && Buffer.isBuffer(found) ? decimalText(found, Number(scale)) : found);
  };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce(
    (at, field) => (at as Readonly<Record<string, unknown>> | null | undefined)?.[field],
    value,
  );
}

interface AvroField {
  readonly name: string;
  readonly type: unknown;
}

/** Where a column stands in a record: under its own name, or in a record whose name it begins with. */
function pathTo(name: string, schema: unknown): readonly string[] | undefined {
  const fields = fieldsOf(schema);
  if (fields.some((field) => field.name === name)) return [name];
  for (const field of fields) {
    if (!name.startsWith(`${field.name}_`)) continue;
    const rest = pathTo(name.slice(field.name.length + 1), field.type);
    if (rest !== undefined) return [field.name, ...rest];
  }
  return undefined;
}

function fieldsOf(schema: unknown): readonly AvroField[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldsOf);
  const fields = (schema as { readonly fields?: unknown } | null)?.fields;
  return Array.isArray(fields) ? (fields as readonly AvroField[]) : [];
}

/** An Avro decimal, big-endian two's complement, as Postgres writes it. */
function decimalText(bytes: Buffer, scale: number): string {
  const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString("hex")}`);
  const unscaled = BigInt.asIntN(Math.max(bytes.length, 1) * 8, unsigned);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  const sign = unscaled < 0n ? "-" : "";
  if (scale === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
