import type { Column, ColumnType } from "../normalize/domain.ts";

/**
 * The Flink SQL type of a column. It must be exactly the type that Flink derives from the Avro schema (Flink's
 * avro-confluent format compares them), so a timestamp-millis is a TIMESTAMP(3): the format knows no zoned type.
 */
export function flinkColumnType(column: Column): string {
  const type = flinkType(column.type);
  return column.isOptional ? type : `${type} NOT NULL`;
}

function flinkType(type: ColumnType): string {
  switch (type.kind) {
    case "string":
    case "enum":
      return "STRING";
    case "int":
      return "INT";
    case "long":
      return "BIGINT";
    case "double":
      return "DOUBLE";
    case "boolean":
      return "BOOLEAN";
    case "timestamp":
      return "TIMESTAMP(3)";
    case "decimal":
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case "money":
      return type.currency === undefined
        ? "ROW<`minor_units` BIGINT NOT NULL, `currency` STRING NOT NULL>"
        : "BIGINT";
    case "array":
      return `ARRAY<${flinkColumnType(type.items)}>`;
    case "map":
      return `MAP<STRING NOT NULL, ${flinkColumnType(type.values)}>`;
  }
  return `ROW<${type.fields.map((field) => `\`${field.name}\` ${flinkColumnType(field)}`).join(", ")}>`;
}
