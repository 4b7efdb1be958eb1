/** A value as answers and frames have it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[];

/** A row as it is answered: its columns, then `as_of` and `is_final`. */
export type JsonRow = Readonly<Record<string, JsonValue>>;

/** A double has 15 digits that always come back as they were written. */
const exactDigits = 15;

/**
 * How values of a Postgres type are answered, whether they come from Postgres (as `pg` gives them) or from a record:
 * `timestamptz` as ISO 8601 in UTC with milliseconds; `bigint` as a number while that is exact, else as text; `numeric` as a
 * number where it has at most 15 digits, else as text; what is no number (NaN, infinite) as null; arrays item by item.
 * @param type as {@link ServedColumnPlan} has it: `numeric(18,2)`, `text[]`
 */
export function jsonOf(type: string): (value: unknown) => JsonValue {
  const convert = type.endsWith("[]") ? listOf(jsonOf(type.slice(0, -2))) : single(type);
  return (value) => (value === null || value === undefined ? null : convert(value));
}

function single(type: string): (value: unknown) => JsonValue {
  if (type === "timestamptz") return isoTime;
  if (type === "bigint") return wholeNumber;
  if (type.startsWith("numeric")) return (value) => exactNumber(String(value));
  if (type === "integer" || type === "double precision") return finiteNumber;
  if (type === "boolean") return Boolean;
  return String;
}

function listOf(convert: (value: unknown) => JsonValue): (value: unknown) => JsonValue {
  return (value) =>
    Array.isArray(value) ? value.map((item) => (item === null ? null : convert(item))) : null;
}

function isoTime(value: unknown): JsonValue {
  const time = value instanceof Date ? value : new Date(value as number | string);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function wholeNumber(value: unknown): JsonValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function finiteNumber(value: unknown): JsonValue {
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Decimal text as a number while no digit is lost. */
function exactNumber(text: string): JsonValue {
  const digits = text.replace(/^-?0*/, "").replace(".", "").length;
  if (!/^-?\d*\.?\d+$/.test(text)) return null;
  return digits <= exactDigits ? Number(text) : text;
}
