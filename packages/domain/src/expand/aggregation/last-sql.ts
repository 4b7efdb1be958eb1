import type { AttributeInput } from "../../schema/attribute-schema.ts";
import { flinkColumnType } from "../../plan/flink-type.ts";
import { normalizeColumns } from "../../normalize/columns.ts";
import { readableName } from "../../sql/reserved-words.ts";

/** How many characters a TIMESTAMP(3) has as text. */
const timeLength = "2021-01-26 14:44:05.000".length;

/**
 * The text whose greatest holds the value with the latest event time, and of several the greatest: the time, for numbers
 * digits that sort like them, the value. Flink's LAST_VALUE goes by arrival and would give late rows the last word.
 */
export function lastSql(sql: string, attribute: AttributeInput, timeColumn: string): string {
  const order = orderOf(sql, attribute);
  const isText = attribute.type === "string" || attribute.type === "enum";
  const parts = [
    `CAST(${readableName(timeColumn)} AS STRING)`,
    ...(order === undefined ? [] : [order.sql]),
    isText ? sql : `CAST(${sql} AS STRING)`,
  ];
  return order === undefined ? `CONCAT(${parts.join(", ")})` : `CONCAT(\n  ${parts.join(",\n  ")}\n)`;
}

/** The value, cut out of a column of such texts. */
export function lastValueSql(column: string, attribute: AttributeInput): string {
  const from = timeLength + (orderOf("", attribute)?.length ?? 0) + 1;
  const text = `SUBSTRING(${readableName(column)} FROM ${from})`;
  const isText = attribute.type === "string" || attribute.type === "enum";
  return isText ? text : `CAST(${text} AS ${typeOf(attribute)})`;
}

/** The most digits of a decimal that has a last value: one more is needed to sort it. */
export const mostLastDigits = 36;

/** Digits of one length that sort like a number; nothing for what sorts like its text. */
function orderOf(
  sql: string,
  attribute: AttributeInput,
): { readonly sql: string; readonly length: number } | undefined {
  switch (attribute.type) {
    case "int":
    case "long":
    case "money":
      return shifted(sql, 20, 0);
    case "decimal":
      return shifted(sql, attribute.precision + 1, attribute.scale ?? 0);
    case "double": {
      // Of several beyond 27 digits, and of those alike in nine decimals, the text decides.
      const { sql: digits, length } = shifted(`TRY_CAST(${sql} AS DECIMAL(36, 9))`, 37, 9);
      const beyond = `RPAD('', ${length}, CASE WHEN ${sql} > 0 THEN '9' ELSE ' ' END)`;
      return { sql: `COALESCE(\n    ${digits},\n    ${beyond}\n  )`, length };
    }
    default:
      return undefined;
  }
}

/** Adds so much to a number that it is positive and all have as many digits. */
function shifted(sql: string, precision: number, scale: number) {
  const shift = `2${"0".repeat(precision - scale - 1)}`;
  return {
    sql: `CAST(${sql} + CAST('${shift}' AS DECIMAL(${precision}, ${scale})) AS STRING)`,
    length: precision + (scale === 0 ? 0 : 1),
  };
}

function typeOf(attribute: AttributeInput): string {
  const [column] = normalizeColumns({ value: attribute });
  if (column === undefined) throw new Error("an attribute has a column");
  return flinkColumnType({ ...column, isOptional: true });
}
