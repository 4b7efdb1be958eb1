import { currencyDigits } from "@millrace/common";
import type { Column, ColumnType } from "../normalize/domain.ts";
import type { EventPlan } from "../plan.ts";
import { sentences } from "./typescript-text.ts";

/** A JSON Schema (2020-12) as data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The payload of a type of event. */
export function eventSchema({ doc, columns, eventTime, typeColumn, name }: EventPlan): JsonSchema {
  const properties = columns.map((column) => [
    column.attribute,
    column.name === eventTime.column ? eventTimeSchema(column) : columnSchema(column),
  ]);
  const type =
    typeColumn === undefined
      ? []
      : [[typeColumn, { type: "string", const: name, description: "The type of the event." }]];
  return {
    ...objectSchema(columns, Object.fromEntries([...properties, ...type]) as Record<string, JsonSchema>),
    ...(doc === undefined ? {} : { description: doc }),
  };
}

/** A value of a column, with all that its domain says of it. */
function columnSchema(column: Column): JsonSchema {
  const { doc, isOptional, isPersonal, default: fallback, example, mask, fromRequest } = column;
  const schema = typeSchema(column.type);
  return {
    ...(isOptional ? nullable(schema) : schema),
    ...described(doc, schema["description"], intakeWords(column)),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(example === undefined ? {} : { examples: [example] }),
    ...(isPersonal ? { "x-personal": true } : {}),
    ...(fromRequest === undefined ? {} : { "x-from-request": fromRequest }),
    ...(mask === undefined ? {} : { "x-mask": mask }),
  };
}

const maskWords = {
  hash: "Kept as its keyed hash.",
  redact: "Not kept.",
  ip: "Kept without its last part.",
  email: "Kept as its first letter and its domain.",
} as const;

const factWords = {
  ip: "address",
  user_agent: "user agent",
  language: "language",
  received_at: "time",
  correlation_id: "correlation id",
} as const;

/** What the door does with a value besides checking it, as sentences; undefined where that is nothing. */
export function intakeWords({ fromRequest, mask }: Column): string | undefined {
  if (fromRequest === undefined && mask === undefined) return undefined;
  return sentences(
    fromRequest === undefined ? undefined : `The request's ${factWords[fromRequest]} when it is left out.`,
    mask === undefined ? undefined : maskWords[mask],
  );
}

/** An event's own time lies in our century, and at most an hour ahead of now, which no schema can say. */
function eventTimeSchema(column: Column): JsonSchema {
  const schema = columnSchema(column);
  if (column.type.kind !== "timestamp") return schema;
  if (column.type.unit === "iso") return { ...schema, pattern: "^20[0-9]{2}-" };
  const second = column.type.unit === "seconds" ? 1 : 1000;
  return { ...schema, minimum: 946_684_800 * second, exclusiveMaximum: 4_102_444_800 * second };
}

function objectSchema(
  columns: readonly Column[],
  properties: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
    columns.map((column) => [column.attribute, columnSchema(column)]),
  ),
): JsonSchema {
  const required = columns.filter(isRequired).map(({ attribute }) => attribute);
  return {
    type: "object",
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** Whether a caller has to send it. */
export function isRequired({ isOptional, default: fallback, type, fromRequest }: Column): boolean {
  const isMade = fromRequest !== undefined || (type.kind === "string" && type.generated !== undefined);
  return !isOptional && fallback === undefined && !isMade;
}

function typeSchema(type: ColumnType): JsonSchema {
  switch (type.kind) {
    case "string":
      return textSchema(type);
    case "int":
      return { type: "integer", format: "int32", ...limits(type, 2 ** 31) };
    case "long":
      return { type: "integer", format: "int64", ...limits(type, 2 ** 53) };
    case "double":
      return {
        type: "number",
        format: "double",
        ...(type.min === undefined ? {} : { minimum: type.min }),
        ...(type.max === undefined ? {} : { maximum: type.max }),
      };
    case "boolean":
      return { type: "boolean" };
    case "timestamp":
      return timeSchema(type.unit);
    case "decimal":
      return decimalSchema(type);
    case "money":
      return moneySchema(type);
    case "enum":
      return { type: "string", enum: type.values };
    case "array":
      return {
        type: "array",
        items: columnSchema(type.items),
        ...(type.minItems === undefined ? {} : { minItems: type.minItems }),
        ...(type.maxItems === undefined ? {} : { maxItems: type.maxItems }),
      };
    case "map":
      return { type: "object", additionalProperties: columnSchema(type.values) };
  }
  return objectSchema(type.fields);
}

function textSchema(type: Extract<ColumnType, { kind: "string" }>): JsonSchema {
  return {
    type: "string",
    ...formatOf(type.format),
    ...(type.minLength === undefined ? {} : { minLength: type.minLength }),
    ...(type.maxLength === undefined ? {} : { maxLength: type.maxLength }),
    ...(type.pattern === undefined ? {} : { pattern: type.pattern }),
    ...(type.generated === undefined ? {} : { description: "Made when it is left out." }),
  };
}

/** JSON Schema has a format for each version of addresses alone. */
function formatOf(format: Extract<ColumnType, { kind: "string" }>["format"]): JsonSchema {
  if (format === undefined) return {};
  return format === "ip" ? { anyOf: [{ format: "ipv4" }, { format: "ipv6" }] } : { format };
}

/** @param end the first whole number that is too large; a double keeps those below 2^53 */
function limits({ min, max }: { readonly min?: number; readonly max?: number }, end: number): JsonSchema {
  const isSafe = end === 2 ** 53;
  return { minimum: min ?? (isSafe ? 1 - end : -end), maximum: max ?? end - 1 };
}

function timeSchema(unit: "seconds" | "millis" | "iso"): JsonSchema {
  if (unit === "iso")
    return {
      type: "string",
      format: "date-time",
      pattern: "^(?!0000)",
      description: "ISO 8601 with its offset.",
    };
  const words = unit === "seconds" ? "Seconds" : "Milliseconds";
  return { type: "integer", format: "int64", description: `${words} since 1970, UTC.` };
}

function decimalSchema({ precision, scale }: Extract<ColumnType, { kind: "decimal" }>): JsonSchema {
  const whole = Math.max(1, precision - scale);
  const fraction = scale === 0 ? "" : `(\\.[0-9]{1,${scale}})?`;
  return {
    type: ["number", "string"],
    pattern: `^[+-]?[0-9]{1,${whole}}${fraction}$`,
    "x-fraction-digits": scale,
    description: `An exact number of at most ${precision} digits, ${scale} of them behind the point.`,
  };
}

function moneySchema({ currency, unit }: Extract<ColumnType, { kind: "money" }>): JsonSchema {
  if (currency !== undefined) return amountSchema(unit, currency, currencyDigits(currency) ?? 2);
  return {
    type: "object",
    properties: {
      amount: amountSchema(unit, "the currency", mostDigits),
      currency: { type: "string", pattern: "^[A-Z]{3}$", description: "ISO 4217 code." },
    },
    required: ["amount", "currency"],
    additionalProperties: false,
  };
}

/** No currency has more digits behind the point. */
const mostDigits = 4;
/** So many digits fit 64 bits whatever they are. */
const amountDigits = 18;

function amountSchema(unit: "minor" | "major", currency: string, digits: number): JsonSchema {
  if (unit === "minor")
    return {
      type: "integer",
      format: "int64",
      ...limits({}, 2 ** 53),
      description: `Minor units of ${currency}, for example cents.`,
    };
  return {
    type: ["number", "string"],
    // multipleOf is of no use: 24.99 is no multiple of 0.01 in floating point.
    "x-fraction-digits": digits,
    pattern: `^[+-]?[0-9]{1,${amountDigits - digits}}${digits === 0 ? "" : `(\\.[0-9]{1,${digits}})?`}$`,
    description: `Units of ${currency}, with no more digits behind the point than it has.`,
  };
}

function nullable(schema: JsonSchema): JsonSchema {
  const types = [schema["type"]].flat();
  const values = schema["enum"];
  return {
    ...schema,
    type: [...types, "null"],
    ...(Array.isArray(values) ? { enum: [...(values as readonly unknown[]), null] } : {}),
  };
}

function described(doc: string | undefined, own: unknown, more: string | undefined): JsonSchema {
  const words = sentences(doc, own as string | undefined, more);
  return words === "" ? {} : { description: words };
}
