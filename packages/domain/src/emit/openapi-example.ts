import type { Column, ColumnType } from "../normalize/domain.ts";
import type { EventPlan } from "../plan.ts";

/** The time of an example of which nothing says when it happened. */
const exampleTime = Date.UTC(2026, 0, 15, 10, 30);

/**
 * A payload of a type of event as a caller might send it: the examples that the domain gives, for the rest what its types
 * allow. Optional attributes stand in it where the domain gives an example.
 * @param eventTimeMs the event's own time, in milliseconds since the epoch; default: as the domain's example says
 */
export function exampleEvent(
  { columns, eventTime }: EventPlan,
  eventTimeMs?: number,
): Readonly<Record<string, unknown>> {
  const shown = columns.filter(isShown);
  return Object.fromEntries(
    shown.map((column) => {
      const isNow = eventTimeMs !== undefined && column.name === eventTime.column;
      const value = isNow ? exampleOfTime(column.type, eventTimeMs) : exampleValue(column);
      return [column.attribute, value];
    }),
  );
}

/** A value of a column: the domain's example, its default, or one that its type allows. */
function exampleValue({ example, default: fallback, type }: Column): unknown {
  return example ?? fallback ?? exampleOfType(type);
}

function isShown({ isOptional, example, type, fromRequest }: Column): boolean {
  const isMade = fromRequest !== undefined || (type.kind === "string" && type.generated !== undefined);
  return example !== undefined || !(isOptional || isMade);
}

function exampleOfType(type: ColumnType): unknown {
  switch (type.kind) {
    case "string":
      return exampleOfText(type);
    case "int":
    case "long":
    case "double":
      return Math.min(Math.max(1, type.min ?? 1), type.max ?? 1);
    case "boolean":
      return true;
    case "timestamp":
      return exampleOfTime(type, exampleTime);
    case "decimal":
      return exampleOfDecimal(type);
    case "money":
      return exampleOfMoney(type);
    case "enum":
      return type.values[0];
    case "array":
      return Array.from({ length: Math.max(1, type.minItems ?? 0) }, () => exampleValue(type.items));
    case "map":
      return { name: exampleValue(type.values) };
  }
  return Object.fromEntries(
    type.fields.filter(isShown).map((field) => [field.attribute, exampleValue(field)]),
  );
}

const formatExamples = {
  uuid: "0b7dfe3a-9f52-4c1c-8a35-2f1d6a3f7c10",
  email: "someone@example.com",
  uri: "https://example.com/",
  ip: "192.0.2.1",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  date: "2026-01-15",
} as const;

function exampleOfText(type: Extract<ColumnType, { kind: "string" }>): string {
  if (type.format !== undefined) return formatExamples[type.format];
  if (type.generated !== undefined) return formatExamples.uuid;
  const text = "text".repeat(Math.max(1, Math.ceil((type.minLength ?? 0) / 4)));
  return text.slice(0, type.maxLength);
}

function exampleOfTime(type: ColumnType, timeMs: number): number | string {
  if (type.kind !== "timestamp" || type.unit === "iso") return new Date(timeMs).toISOString();
  return type.unit === "millis" ? timeMs : Math.floor(timeMs / 1000);
}

function exampleOfDecimal({ precision, scale }: Extract<ColumnType, { kind: "decimal" }>): number {
  if (scale === 0) return 1;
  return precision > scale ? 1.5 : 0.5;
}

function exampleOfMoney({ currency, unit }: Extract<ColumnType, { kind: "money" }>): unknown {
  const amount = unit === "minor" ? 1250 : 12;
  return currency === undefined ? { amount, currency: "EUR" } : amount;
}
