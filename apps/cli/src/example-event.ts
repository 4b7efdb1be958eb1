import type { Column, ColumnType, EventPlan } from "@millrace/domain";

/** What a shell puts into a text, which keeps what was posted before from making it late or a duplicate. */
export const shellNow = { seconds: "$(date +%s)", iso: "$(date -u +%Y-%m-%dT%H:%M:%SZ)" } as const;

/**
 * An event of a type as a caller could send it, as JSON for a shell's single quotes; what has to be new with each event
 * breaks out of them.
 */
export function exampleEvent({ columns, eventTime, idAttribute }: EventPlan): string {
  const parts = columns
    .filter(isSent)
    .map((column) => `${JSON.stringify(column.attribute)}:${valueText(column, { eventTime, idAttribute })}`);
  return `'{${parts.join(",")}}'`;
}

/** What a caller may leave out is left out, but for what shows how it is written. */
function isSent({ type, isOptional, default: fallback, example }: Column): boolean {
  if (example !== undefined) return true;
  const isMade = type.kind === "string" && type.generated !== undefined;
  return !isMade && !isOptional && fallback === undefined;
}

function valueText(
  column: Column,
  { eventTime, idAttribute }: Pick<EventPlan, "eventTime"> & { readonly idAttribute: string | undefined },
): string {
  const { attribute, type } = column;
  if (attribute === eventTime.attribute && type.kind === "timestamp") return nowText(type.unit);
  if (attribute === idAttribute && type.kind === "string") return newIdText(type);
  return JSON.stringify(exampleValue(column)).replaceAll("'", String.raw`'\''`);
}

function nowText(unit: "seconds" | "millis" | "iso"): string {
  if (unit === "iso") return `"'${shellNow.iso}'"`;
  return unit === "seconds" ? `'${shellNow.seconds}'` : `'${shellNow.seconds}'000`;
}

/** Ids of another format than a UUID's are the domain's own business. */
function newIdText({ format }: Extract<ColumnType, { kind: "string" }>): string {
  return format === "uuid" ? `"'$(uuidgen)'"` : `"example-'${shellNow.seconds}'"`;
}

function exampleValue(column: Column): unknown {
  return column.example ?? column.default ?? valueOf(column.type);
}

const textOf: Readonly<Record<string, string>> = {
  uuid: "0b1f3d2a-6c1e-4a57-9a43-5d8b2f6f1c0e",
  email: "someone@example.com",
  uri: "https://example.com/",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  date: "2026-01-15",
};

function valueOf(type: ColumnType): unknown {
  switch (type.kind) {
    case "string":
      return textOf[type.format ?? ""] ?? "x".repeat(Math.max(1, type.minLength ?? 1));
    case "int":
    case "long":
    case "double":
      return Math.min(type.max ?? 1, Math.max(type.min ?? 1, 1));
    case "boolean":
      return true;
    case "timestamp":
      return { seconds: 1_768_471_200, millis: 1_768_471_200_000, iso: "2026-01-15T10:00:00Z" }[type.unit];
    case "decimal":
      return 1;
    case "money":
      return moneyOf(type);
    case "enum":
      return type.values[0];
    case "array":
      return Array.from({ length: Math.max(1, type.minItems ?? 1) }, () => exampleValue(type.items));
    case "map":
      return { key: exampleValue(type.values) };
    case "record":
      return Object.fromEntries(
        type.fields.filter(isSent).map((field) => [field.attribute, exampleValue(field)]),
      );
  }
}

function moneyOf({ currency, unit }: Extract<ColumnType, { kind: "money" }>): unknown {
  const amount = unit === "minor" ? 1250 : 12;
  if (currency !== undefined) return amount;
  return { [unit === "minor" ? "minor_units" : "amount"]: amount, currency: "EUR" };
}
