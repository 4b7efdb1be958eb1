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
  const { doc, isOptional, isPersonal, default: fallback, example } = column;
  const schema = typeSchema(column.type);
  return {
    ...(isOptional ? nullable(schema) : schema),
    ...described(doc, schema["description"]),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(example === undefined ? {} : { examples: [example] }),
    ...(isPersonal ? { "x-personal": true } : {}),
  };
}

/** An event's own time lies in our century. */
function eventTimeSchema(column: Column): JsonSchema {
  const schema = columnSchema(column);
  if (column.type.kind !== "timestamp" || column.type.unit === "iso") return schema;
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
export function isRequired({ isOptional, default: fallback, type }: Column): boolean {
  return !isOptional && fallback === undefined && !(type.kind === "string" && type.generated !== undefined);
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
    ...(type.format === undefined ? {} : { format: type.format }),
    ...(type.minLength === undefined ? {} : { minLength: type.minLength }),
    ...(type.maxLength === undefined ? {} : { maxLength: type.maxLength }),
    ...(type.pattern === undefined ? {} : { pattern: type.pattern }),
    ...(type.generated === undefined ? {} : { description: "Made when it is left out." }),
  };
}

/** @param end the first whole number that is too large; a double keeps those below 2^53 */
function limits({ min, max }: { readonly min?: number; readonly max?: number }, end: number): JsonSchema {
  const isSafe = end === 2 ** 53;
  return { minimum: min ?? (isSafe ? 1 - end : -end), maximum: max ?? end - 1 };
}

function timeSchema(unit: "seconds" | "millis" | "iso"): JsonSchema {
  if (unit === "iso")
    return { type: "string", format: "date-time", description: "ISO 8601 with its offset." };
  const words = unit === "seconds" ? "Seconds" : "Milliseconds";
  return { type: "integer", format: "int64", description: `${words} since 1970, UTC.` };
}

function decimalSchema({ precision, scale }: Extract<ColumnType, { kind: "decimal" }>): JsonSchema {
  const whole = Math.max(1, precision - scale);
  const fraction = scale === 0 ? "" : `(\\.[0-9]{1,${scale}})?`;
  return {
    type: ["number", "string"],
    pattern: `^[+-]?[0-9]{1,${whole}}${fraction}$`,
    description: `An exact number of at most ${precision} digits, ${scale} of them behind the point.`,
  };
}

function moneySchema({ currency, unit }: Extract<ColumnType, { kind: "money" }>): JsonSchema {
  if (currency !== undefined) return amountSchema(unit, currency);
  return {
    type: "object",
    properties: {
      amount: amountSchema(unit, "the currency"),
      currency: { type: "string", pattern: "^[A-Z]{3}$", description: "ISO 4217 code." },
    },
    required: ["amount", "currency"],
    additionalProperties: false,
  };
}

function amountSchema(unit: "minor" | "major", currency: string): JsonSchema {
  if (unit === "minor")
    return {
      type: "integer",
      format: "int64",
      description: `Minor units of ${currency}, for example cents.`,
    };
  return {
    type: ["number", "string"],
    pattern: "^[+-]?[0-9]+(\\.[0-9]+)?$",
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

function described(doc: string | undefined, own: unknown): JsonSchema {
  const words = sentences(doc, own as string | undefined);
  return words === "" ? {} : { description: words };
}
