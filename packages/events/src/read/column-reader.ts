import type { Column, ColumnType } from "@millrace/domain";
import { arrayReader } from "./array-reader.ts";
import { booleanReader } from "./boolean-reader.ts";
import { decimalReader } from "./decimal-reader.ts";
import { enumReader } from "./enum-reader.ts";
import { mapReader } from "./map-reader.ts";
import { moneyReader } from "./money-reader.ts";
import { doubleReader, intReader, longReader } from "./number-reader.ts";
import type { Reader } from "./reader.ts";
import { nestedReader } from "./record-reader.ts";
import { stringReader } from "./string-reader.ts";
import { timestampReader } from "./timestamp-reader.ts";

/**
 * The reader of a column's values; an optional column takes null.
 * @param isEventTime whether it holds the event's own time
 * @throws CurrencyUnknownError
 */
export function columnReader(column: Column, isEventTime = false): Reader {
  const read = typeReader(column.type, isEventTime);
  return column.isOptional ? (value, faults) => (value === null ? null : read(value, faults)) : read;
}

function typeReader(type: ColumnType, isEventTime: boolean): Reader {
  switch (type.kind) {
    case "string":
      return stringReader(type);
    case "int":
      return intReader(type);
    case "long":
      return longReader(type);
    case "double":
      return doubleReader(type);
    case "boolean":
      return booleanReader;
    case "timestamp":
      return timestampReader(type.unit, isEventTime);
    case "decimal":
      return decimalReader(type);
    case "money":
      return moneyReader(type);
    case "enum":
      return enumReader(type.values);
    case "array":
      return arrayReader(type, nestedColumn);
    case "map":
      return mapReader(type, nestedColumn);
  }
  return nestedReader(type.fields, nestedColumn);
}

function nestedColumn(column: Column): Reader {
  return columnReader(column);
}
