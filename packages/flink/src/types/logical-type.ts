import {
  anything,
  flag,
  list,
  maybe,
  number,
  orElse,
  record,
  type Shape,
  ShapeError,
  text,
  type Shaped,
} from "../wire/shape.ts";

/** A type of Flink SQL, the same whichever server described it. */
export type LogicalType = { readonly nullable: boolean } & (
  | {
      readonly kind:
        | "BOOLEAN"
        | "TINYINT"
        | "SMALLINT"
        | "INTEGER"
        | "BIGINT"
        | "FLOAT"
        | "DOUBLE"
        | "DATE"
        | "INTERVAL_YEAR_MONTH"
        | "INTERVAL_DAY_TIME"
        | "VARIANT"
        | "NULL";
    }
  | { readonly kind: "CHAR" | "VARCHAR" | "BINARY" | "VARBINARY"; readonly length: number }
  | { readonly kind: "DECIMAL"; readonly precision: number; readonly scale: number }
  | {
      /** `precision` is the number of digits of the second's fraction, 0 to 9. */
      readonly kind: "TIME" | "TIMESTAMP" | "TIMESTAMP_LTZ";
      readonly precision: number;
    }
  | { readonly kind: "ARRAY" | "MULTISET"; readonly element: LogicalType }
  | { readonly kind: "MAP"; readonly key: LogicalType; readonly value: LogicalType }
  | { readonly kind: "ROW"; readonly fields: readonly Field[] }
  /** A type that this library has no value for; `name` is the server's word. RAW is one: a SQL Gateway cannot send it. */
  | { readonly kind: "OPAQUE"; readonly name: string }
);

/** A field of a ROW. */
export interface Field {
  readonly name: string;
  readonly type: LogicalType;
}

/** A column of a result. */
export interface Column {
  readonly name: string;
  readonly type: LogicalType;
  readonly comment?: string;
}

const wireType = record({
  type: text,
  nullable: orElse(flag, true),
  length: maybe(number),
  precision: maybe(number),
  scale: maybe(number),
  elementType: anything,
  element_type: anything,
  keyType: anything,
  key_type: anything,
  valueType: anything,
  value_type: anything,
  fields: maybe(list(record({ name: text, fieldType: anything, field_type: anything, type: anything }))),
});

const KINDS: Readonly<Record<string, LogicalType["kind"]>> = {
  BOOLEAN: "BOOLEAN",
  TINYINT: "TINYINT",
  SMALLINT: "SMALLINT",
  INTEGER: "INTEGER",
  INT: "INTEGER",
  BIGINT: "BIGINT",
  FLOAT: "FLOAT",
  DOUBLE: "DOUBLE",
  DATE: "DATE",
  INTERVAL_YEAR_MONTH: "INTERVAL_YEAR_MONTH",
  INTERVAL_DAY_TIME: "INTERVAL_DAY_TIME",
  VARIANT: "VARIANT",
  NULL: "NULL",
  CHAR: "CHAR",
  VARCHAR: "VARCHAR",
  STRING: "VARCHAR",
  BINARY: "BINARY",
  VARBINARY: "VARBINARY",
  BYTES: "VARBINARY",
  DECIMAL: "DECIMAL",
  TIME: "TIME",
  TIME_WITHOUT_TIME_ZONE: "TIME",
  TIMESTAMP: "TIMESTAMP",
  TIMESTAMP_WITHOUT_TIME_ZONE: "TIMESTAMP",
  TIMESTAMP_LTZ: "TIMESTAMP_LTZ",
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: "TIMESTAMP_LTZ",
  ARRAY: "ARRAY",
  MULTISET: "MULTISET",
  MAP: "MAP",
  ROW: "ROW",
  STRUCTURED_TYPE: "ROW",
};

const MAX_LENGTH = 2147483647;

/** Reads a type as the SQL Gateway (`elementType`) or Confluent Cloud (`element_type`) writes it. */
export const logicalType: Shape<LogicalType> = (value, path) => {
  const wire = wireType(value, path);
  const nullable = wire.nullable;
  const kind = KINDS[wire.type] ?? "OPAQUE";
  switch (kind) {
    case "CHAR":
    case "VARCHAR":
    case "BINARY":
    case "VARBINARY":
      return { kind, nullable, length: wire.length ?? MAX_LENGTH };
    case "DECIMAL":
      return { kind, nullable, precision: wire.precision ?? 10, scale: wire.scale ?? 0 };
    case "TIME":
      return { kind, nullable, precision: wire.precision ?? 0 };
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return { kind, nullable, precision: wire.precision ?? 6 };
    case "ARRAY":
    case "MULTISET":
      return {
        kind,
        nullable,
        element: logicalType(wire.elementType ?? wire.element_type, `${path}.elementType`),
      };
    case "MAP": {
      const key = logicalType(wire.keyType ?? wire.key_type, `${path}.keyType`);
      return {
        kind,
        nullable,
        key,
        value: logicalType(wire.valueType ?? wire.value_type, `${path}.valueType`),
      };
    }
    case "ROW":
      return { kind, nullable, fields: fieldsOf(wire.fields, path) };
    case "OPAQUE":
      return { kind, nullable, name: wire.type };
    default:
      return { kind, nullable };
  }
};

function fieldsOf(fields: Shaped<typeof wireType>["fields"], path: string): readonly Field[] {
  if (fields === undefined) throw new ShapeError(`${path}.fields`, "an array", undefined);
  return fields.map(({ name, fieldType, field_type, type }, index) => ({
    name,
    type: logicalType(fieldType ?? field_type ?? type, `${path}.fields[${index}]`),
  }));
}

/** Writes a type as SQL does: `ARRAY<DECIMAL(10, 2)> NOT NULL`. */
export function formatType(type: LogicalType): string {
  return `${formatBare(type)}${type.nullable ? "" : " NOT NULL"}`;
}

function formatBare(type: LogicalType): string {
  switch (type.kind) {
    case "INTEGER":
      return "INT";
    case "VARCHAR":
      return type.length === MAX_LENGTH ? "STRING" : `VARCHAR(${type.length})`;
    case "VARBINARY":
      return type.length === MAX_LENGTH ? "BYTES" : `VARBINARY(${type.length})`;
    case "CHAR":
    case "BINARY":
      return `${type.kind}(${type.length})`;
    case "DECIMAL":
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case "TIME":
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return `${type.kind}(${type.precision})`;
    case "INTERVAL_YEAR_MONTH":
      return "INTERVAL YEAR TO MONTH";
    case "INTERVAL_DAY_TIME":
      return "INTERVAL DAY TO SECOND";
    case "ARRAY":
    case "MULTISET":
      return `${type.kind}<${formatType(type.element)}>`;
    case "MAP":
      return `MAP<${formatType(type.key)}, ${formatType(type.value)}>`;
    case "ROW":
      return `ROW<${type.fields.map((field) => `\`${field.name}\` ${formatType(field.type)}`).join(", ")}>`;
    case "OPAQUE":
      return type.name;
    default:
      return type.kind;
  }
}

/** Whether `test` holds for the type or for any type inside it. */
export function someType(type: LogicalType, test: (type: LogicalType) => boolean): boolean {
  if (test(type)) return true;
  switch (type.kind) {
    case "ARRAY":
    case "MULTISET":
      return someType(type.element, test);
    case "MAP":
      return someType(type.key, test) || someType(type.value, test);
    case "ROW":
      return type.fields.some((field) => someType(field.type, test));
    default:
      return false;
  }
}
