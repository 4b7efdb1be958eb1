import type { Column, ColumnType } from "@millrace/domain";
import { arrayReader } from "./array-reader.ts";
import { booleanReader } from "./boolean-reader.ts";
import { decimalReader } from "./decimal-reader.ts";
import { enumReader } from "./enum-reader.ts";
import { mapReader } from "./map-reader.ts";
import { moneyReader } from "./money-reader.ts";
import { doubleReader, intReader, longReader } from "./number-reader.ts";
import type { Masking } from "../mask.ts";
import type { Reader, ReaderOf } from "./reader.ts";
import { nestedReader } from "./record-reader.ts";
import { stringReader } from "./string-reader.ts";
import { timestampReader } from "./timestamp-reader.ts";

/** What {@link columnReader} depends on besides the column. */
export interface ColumnReaderOptions {
  /** How a column is masked, of those nested in it too. */
  readonly maskingOf: (column: Column) => Masking | undefined;
  /** Whether the column holds the event's own time. Default: false. */
  readonly isEventTime?: boolean;
}

/**
 * The reader of a column's values; an optional column takes null.
 * @throws CurrencyUnknownError, and what `maskingOf` throws
 */
export function columnReader(
  column: Column,
  { maskingOf, isEventTime = false }: ColumnReaderOptions,
): Reader {
  const readerOf = (nested: Column) => columnReader(nested, { maskingOf });
  const read = maskedReader(typeReader(column.type, isEventTime, readerOf), maskingOf(column));
  return column.isOptional ? (value, faults) => (value === null ? null : read(value, faults)) : read;
}

/** What is masked is valid: of anything else the problems are told. */
function maskedReader(read: Reader, mask: Masking | undefined): Reader {
  if (mask === undefined) return read;
  return (value, faults) => {
    const since = faults.count;
    const text = read(value, faults);
    return faults.count === since ? mask(text as string) : text;
  };
}

function typeReader(type: ColumnType, isEventTime: boolean, readerOf: ReaderOf): Reader {
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
      return arrayReader(type, readerOf);
    case "map":
      return mapReader(type, readerOf);
  }
  return nestedReader(type.fields, readerOf);
}
