import { describeFound } from "@millrace/common";
import { type Column, type DataPath, suggest } from "@millrace/domain";
import type { Complaint } from "./problem-list.ts";
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
    case "money":
      return moneyValue(value, type.currency);
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

function moneyValue(value: unknown, currency: string | undefined): Converted {
  if (currency !== undefined)
    return isWhole(value) ? { value } : wrong(value, "a whole number of minor units");
  const parts = entriesOf(value);
  const isMoney =
    parts !== undefined && isWhole(parts["minor_units"]) && typeof parts["currency"] === "string";
  return isMoney ? { value } : wrong(value, "{ minor_units: <whole number>, currency: <code> }");
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
