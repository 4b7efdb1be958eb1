import type { Column, ColumnType } from "../normalize/domain.ts";
import type { AvroType } from "../plan.ts";

/** What an Avro record is made of. The order of properties below is the one in which Avro for Java prints them. */
export interface RecordOptions {
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string | undefined;
  readonly columns: readonly Column[];
  /** Flink cannot write Avro enums, so results carry their values as strings. */
  readonly enums: "enum" | "string";
}

/** An Avro record schema. Nested types are named after their place: `<record>__<column>`. */
export function avroRecord({ name, namespace, doc, columns, enums }: RecordOptions): AvroType {
  return {
    type: "record",
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(doc === undefined ? {} : { doc }),
    fields: columns.map((column) => avroField(column, `${name}__${column.name}`, enums)),
  };
}

function avroField(column: Column, typeName: string, enums: RecordOptions["enums"]): AvroType {
  return {
    name: column.name,
    type: avroColumnType(column, typeName, enums),
    ...(column.doc === undefined ? {} : { doc: column.doc }),
    ...(column.isOptional ? { default: null } : {}),
    ...(column.default === undefined ? {} : { default: column.default }),
    ...(column.aliases === undefined ? {} : { aliases: column.aliases }),
  };
}

function avroColumnType(column: Column, typeName: string, enums: RecordOptions["enums"]): AvroType {
  const type = avroType(column.type, typeName, enums);
  return column.isOptional ? ["null", type] : type;
}

function avroType(type: ColumnType, name: string, enums: RecordOptions["enums"]): AvroType {
  switch (type.kind) {
    case "string":
    case "int":
    case "long":
    case "double":
    case "boolean":
      return type.kind;
    case "timestamp":
      return { type: "long", logicalType: "timestamp-millis" };
    case "decimal":
      return { type: "bytes", logicalType: "decimal", precision: type.precision, scale: type.scale };
    case "money":
      return type.currency === undefined
        ? moneyRecord(name)
        : { type: "long", currency: type.currency, unit: "minor" };
    case "enum":
      return enums === "string" ? "string" : { type: "enum", name, symbols: type.values };
    case "array":
      return { type: "array", items: avroColumnType(type.items, `${name}__item`, enums) };
    case "map":
      return { type: "map", values: avroColumnType(type.values, `${name}__value`, enums) };
  }
  return avroRecord({ name, columns: type.fields, enums });
}

function moneyRecord(name: string): AvroType {
  return {
    type: "record",
    name,
    doc: "An amount of money.",
    fields: [
      {
        name: "minor_units",
        type: "long",
        doc: "The amount in the currency's smallest unit, for example cents.",
      },
      { name: "currency", type: "string", doc: "ISO 4217 code." },
    ],
  };
}
