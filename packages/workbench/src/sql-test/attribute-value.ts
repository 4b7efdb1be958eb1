import { currencyDigits, describeFound } from "@millrace/common";
import { type Column, type ColumnType, type DataPath, suggest } from "@millrace/domain";
import type { Complaint } from "./problem-list.ts";
import { scaledAmount } from "./scaled-amount.ts";
import { flinkTime, parseTime, timeForm } from "./time-text.ts";

/** A posted value as a table's column holds it, in the JSON form of Flink's format; or why it cannot be. */
export type Converted =
  { readonly value: unknown } | { readonly wrong: Complaint & { readonly path: DataPath } };

/** Turns one attribute's value, as it is posted, into its column's. Times may also be written as in the rest of a test. */
export function attributeValue(value: unknown, column: Column, date: string | undefined): Converted {
  const { type } = column;
  if (value === null)
    return column.isOptional ? { value: null } : wrong(value, "a value, because it is not optional");
  switch (type.kind) {
    case "string":
      return typeof value === "string" ? { value } : wrong(value, "a text");
    case "enum":
      return typeof value === "string" && type.values.includes(value)
        ? { value }
        : wrong(value, `one of ${type.values.join(", ")}`, suggest(String(value), type.values));
    case "boolean":
      return typeof value === "boolean" ? { value } : wrong(value, "true or false");
    case "int":
    case "long":
      return isWhole(value) ? { value } : wrong(value, "a whole number");
    case "double":
      return typeof value === "number" ? { value } : wrong(value, "a number");
    case "timestamp":
      return timestampValue(value, type.unit, date);
    case "decimal":
      return decimalValue(value, type);
    case "money":
      return moneyValue(value, type);
    case "array":
      return listValue(value, type.items, date);
    case "map":
      return mapValue(value, type.values, date);
  }
  return recordValue(value, type.fields, date);
}

function timestampValue(
  value: unknown,
  unit: "seconds" | "millis" | "iso",
  date: string | undefined,
): Converted {
  if (typeof value === "number" && unit !== "iso") {
    const ms = unit === "seconds" ? value * 1000 : value;
    return Number.isSafeInteger(ms) ? { value: flinkTime(ms) } : wrong(value, `a whole number of ${unit}`);
  }
  const ms = typeof value === "string" ? parseTime(value, date) : undefined;
  if (ms !== undefined) return { value: flinkTime(ms) };
  return wrong(value, unit === "iso" ? timeForm : `epoch ${unit}, or ${timeForm}`);
}

function decimalValue(
  value: unknown,
  { precision, scale }: Extract<ColumnType, { kind: "decimal" }>,
): Converted {
  const amount = scaledAmount(value, scale);
  const isFitting = amount !== undefined && String(amount).replace("-", "").length <= precision;
  // As text, which Flink's JSON format reads exactly.
  return isFitting
    ? { value: String(value) }
    : wrong(value, `a number of at most ${precision} digits, ${scale} of them behind the point`);
}

function moneyValue(value: unknown, { currency, unit }: Extract<ColumnType, { kind: "money" }>): Converted {
  if (currency !== undefined) return amountValue(value, currency, unit);
  const parts = entriesOf(value);
  const code = parts?.["currency"];
  if (parts === undefined || typeof code !== "string" || currencyDigits(code) === undefined)
    return wrong(value, "{ amount: <number>, currency: <code of ISO 4217> }");
  const amount = within("amount", amountValue(parts["amount"], code, unit));
  return "wrong" in amount ? amount : { value: { minor_units: amount.value, currency: code } };
}

/** An amount in minor units. */
function amountValue(value: unknown, currency: string, unit: "minor" | "major"): Converted {
  if (unit === "minor") return isWhole(value) ? { value } : wrong(value, "a whole number of minor units");
  const digits = currencyDigits(currency) ?? 0;
  const amount = scaledAmount(value, digits);
  return amount === undefined
    ? wrong(value, `an amount of ${currency} with at most ${digits} digits behind the point`)
    : { value: Number(amount) };
}

function listValue(value: unknown, items: Column, date: string | undefined): Converted {
  if (!Array.isArray(value)) return wrong(value, "a list");
  const converted = value.map((item: unknown, index) => within(index, attributeValue(item, items, date)));
  return gathered(converted, (values) => values);
}

function mapValue(value: unknown, values: Column, date: string | undefined): Converted {
  const parts = entriesOf(value);
  if (parts === undefined) return wrong(value, "a mapping");
  const keys = Object.keys(parts);
  const converted = keys.map((key) => within(key, attributeValue(parts[key], values, date)));
  return gathered(converted, (items) => Object.fromEntries(keys.map((key, index) => [key, items[index]])));
}

function recordValue(value: unknown, fields: readonly Column[], date: string | undefined): Converted {
  const parts = entriesOf(value);
  if (parts === undefined) return wrong(value, "a mapping");
  const known = fields.map(({ attribute }) => attribute);
  const unknown = Object.keys(parts).find((key) => !known.includes(key));
  if (unknown !== undefined)
    return within(
      unknown,
      wrong(unknown, `one of ${known.join(", ")}`, suggest(unknown, known), "the unknown name "),
    );
  const converted = fields.map((field) =>
    within(field.attribute, attributeValue(parts[field.attribute] ?? null, field, date)),
  );
  return gathered(converted, (values) =>
    Object.fromEntries(fields.map(({ name }, index) => [name, values[index]])),
  );
}

function gathered(parts: readonly Converted[], whole: (values: readonly unknown[]) => unknown): Converted {
  const bad = parts.find((part) => "wrong" in part);
  if (bad !== undefined) return bad;
  return { value: whole(parts.map((part) => ("value" in part ? part.value : undefined))) };
}

function within(step: string | number, part: Converted): Converted {
  return "wrong" in part ? { wrong: { ...part.wrong, path: [step, ...part.wrong.path] } } : part;
}

function wrong(value: unknown, expected: string, suggestion?: string, prefix = ""): Converted {
  return { wrong: { path: [], found: `${prefix}${describeFound(value)}`, expected, suggestion } };
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) || typeof value === "bigint";
}
