/**
 * A value of Flink SQL in TypeScript; none of these forms loses anything.
 *
 * | SQL | TypeScript |
 * |---|---|
 * | BOOLEAN | `boolean` |
 * | TINYINT, SMALLINT, INT, FLOAT, DOUBLE | `number` (`NaN` and infinities too) |
 * | BIGINT | `bigint` |
 * | DECIMAL(p, s) | `string` with exactly s decimals: `"12.30"` |
 * | CHAR, VARCHAR, STRING | `string` |
 * | BINARY, VARBINARY, BYTES | `Uint8Array` |
 * | DATE | `string`: `"2024-02-29"` |
 * | TIME(p) | `string`: `"10:11:12.123"`, exactly p decimals |
 * | TIMESTAMP(p) | `string` without zone: `"2024-02-29T10:11:12.123"`, exactly p decimals |
 * | TIMESTAMP_LTZ(p) | `string`, an instant in UTC: `"2024-02-29T10:11:12.123Z"`, exactly p decimals |
 * | INTERVAL YEAR TO MONTH | `number` of months |
 * | INTERVAL DAY TO SECOND | `bigint` of milliseconds |
 * | ARRAY | array |
 * | MAP | `Map` |
 * | MULTISET | `Map` from element to how often it occurs |
 * | ROW | object with the fields in order |
 * | VARIANT | `{ variant: string }`, its JSON text |
 * | types of a newer Flink | `{ opaque: string }`, the server's text for it |
 * | NULL | `null` |
 */
export type FlinkValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly FlinkValue[]
  | ReadonlyMap<FlinkValue, FlinkValue>
  | FlinkRow;

/** A row: values by column or field name, in order. */
export interface FlinkRow {
  readonly [column: string]: FlinkValue;
}

/**
 * A text by which two values are equal exactly when Flink holds them equal; map entries in any order. For keys of rows.
 */
export function valueKey(value: FlinkValue): string {
  if (value === null) return "n";
  if (typeof value === "bigint") return `i${value}`;
  if (typeof value === "string") return `s${JSON.stringify(value)}`;
  if (typeof value !== "object") return `${typeof value}${Object.is(value, -0) ? "-0" : String(value)}`;
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString("hex")}`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${valueKey(key)}:${valueKey(item)}`);
    return `m{${entries.toSorted().join()}}`;
  }
  if (Array.isArray(value)) return `a[${value.map(valueKey).join()}]`;
  return `r{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}:${valueKey(item)}`)
    .join()}}`;
}
