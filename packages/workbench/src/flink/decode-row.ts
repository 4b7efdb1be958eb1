import type { ColumnPlan } from "@millrace/domain";
import { decodeJson, type FlinkRow, type FlinkValue, type LogicalType, parseType } from "@millrace/flink";

/** Turns rows that Flink's JSON format wrote into the values of the Flink client, without loss. */
export function rowDecoder(
  columns: readonly ColumnPlan[],
): (row: Readonly<Record<string, unknown>>) => FlinkRow {
  const typed = columns.map(({ name, type }) => ({ name, type: parseType(type) }));
  return (row) => Object.fromEntries(typed.map(({ name, type }) => [name, decodeValue(row[name], type)]));
}

/**
 * A value as Flink's JSON format writes it, as people write it in YAML, or as a bigint, in the form that {@link FlinkValue} says for its
 * type. @throws FlinkDecodeError when it is none of the type
 */
export function decodeValue(value: unknown, type: LogicalType): FlinkValue {
  return decodeJson(typeof value === "bigint" ? String(value) : value, type, { timeZone: "UTC" });
}
