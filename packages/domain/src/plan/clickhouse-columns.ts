import type { Column } from "../normalize/domain.ts";
import type { ClickHouseColumnPlan } from "../plan.ts";

/** Columns that a table has besides those of the rows: where the row stands in its topic, and whether it was deleted. */
export const clickHouseOwnColumns: readonly ClickHouseColumnPlan[] = [
  { name: "kafka_partition", type: "Int32" },
  { name: "kafka_offset", type: "UInt64" },
  { name: "is_deleted", type: "UInt8" },
];

const singleTypes: Readonly<Partial<Record<Column["type"]["kind"], string>>> = {
  string: "String",
  enum: "LowCardinality(String)",
  int: "Int32",
  long: "Int64",
  double: "Float64",
  boolean: "Bool",
  timestamp: "DateTime64(3, 'UTC')",
};

/**
 * The columns of a ClickHouse table that holds a table's rows, in their order; a record's fields are columns
 * `<record>_<field>`, what its arrays and maps hold stays together. `unfit` names what a column cannot hold: ClickHouse
 * knows no missing array, map or record inside another.
 */
export function planClickHouseColumns(columns: readonly Column[]): {
  readonly columns: readonly ClickHouseColumnPlan[];
  readonly unfit: readonly string[];
} {
  return {
    columns: columns.flatMap((column) => flatColumns(column, { prefix: "", isOptional: false })),
    unfit: columns.flatMap((column) => unfitBelow(column, column.name)),
  };
}

interface Place {
  readonly prefix: string;
  /** Whether the record around it may be missing. */
  readonly isOptional: boolean;
}

function flatColumns(column: Column, { prefix, isOptional }: Place): readonly ClickHouseColumnPlan[] {
  const name = `${prefix}${column.name}`;
  const mayMiss = isOptional || column.isOptional;
  const fields = fieldsOf(column);
  if (fields !== undefined)
    return fields.flatMap((field) => flatColumns(field, { prefix: `${name}_`, isOptional: mayMiss }));
  const type = mayMiss ? nullable(column) : typeOf(column);
  if (column.default === undefined || mayMiss) return [{ name, type }];
  return [{ name, type, default: column.default }];
}

function typeOf(column: Column): string {
  const { type } = column;
  const fields = fieldsOf(column);
  if (fields !== undefined)
    return `Tuple(${fields.map((field) => `${field.name} ${partType(field)}`).join(", ")})`;
  if (type.kind === "money") return "Int64";
  if (type.kind === "decimal") return `Decimal(${type.precision}, ${type.scale})`;
  if (type.kind === "array") return `Array(${partType(type.items)})`;
  if (type.kind === "map") return `Map(String, ${partType(type.values)})`;
  return singleTypes[type.kind] ?? "String";
}

/** The type of what stands in an array, a map or a record. */
function partType(column: Column): string {
  return column.isOptional ? nullable(column) : typeOf(column);
}

/** A missing array or map is an empty one, because ClickHouse has no other. */
function nullable(column: Column): string {
  if (!isSingle(column)) return typeOf(column);
  const type = typeOf(column);
  return type === singleTypes.enum ? "LowCardinality(Nullable(String))" : `Nullable(${type})`;
}

function isSingle(column: Column): boolean {
  return fieldsOf(column) === undefined && column.type.kind !== "array" && column.type.kind !== "map";
}

/** Money of many currencies is a record of its amount and its currency. */
function fieldsOf({ type }: Column): readonly Column[] | undefined {
  if (type.kind === "record") return type.fields;
  return type.kind === "money" && type.currency === undefined ? moneyFields : undefined;
}

const present = { isOptional: false, isPersonal: false, isDimension: false };

const moneyFields: readonly Column[] = [
  { ...present, name: "minor_units", attribute: "minor_units", type: { kind: "long" } },
  { ...present, name: "currency", attribute: "currency", type: { kind: "enum", values: [] } },
];

function unfitBelow({ type }: Column, name: string): readonly string[] {
  if (type.kind === "record")
    return type.fields.flatMap((field) => unfitBelow(field, `${name}.${field.name}`));
  const part = type.kind === "array" ? type.items : type.kind === "map" ? type.values : undefined;
  if (part === undefined) return [];
  return part.isOptional && !isSingle(part) ? [name] : unfitBelow(part, name);
}
