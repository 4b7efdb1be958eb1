import type { CatalogEvent } from "../contract/catalog.ts";
import { type EventField, eventFields } from "./event-fields.ts";
import { type Payload, writeEventTime } from "./event-time.ts";

/** What stands in each field, as text; an empty text leaves the attribute out. */
export type FormValues = Readonly<Record<string, string>>;

/** A fault of one field: what is wrong, and what is expected. */
export interface FieldFault {
  /** JSON pointer into the event. */
  readonly pointer: string;
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string;
}

/** A form, read: an event, or why there is none. */
export type ReadForm =
  | { readonly kind: "event"; readonly payload: Payload }
  | { readonly kind: "faults"; readonly faults: readonly FieldFault[] };

/** The form filled with the event's example, as if it happened at `nowMs`. */
export function exampleValues(event: CatalogEvent, nowMs: number): FormValues {
  const { example, event_time } = event;
  return Object.fromEntries(
    eventFields(event).map(({ attribute, kind }) => {
      if (kind === "time") return [attribute, String(writeEventTime(event_time, nowMs))];
      return [attribute, kind === "fixed" ? fixedText(event, attribute) : textOf(example[attribute])];
    }),
  );
}

/** The event that the form says. What the publisher checks is left to the publisher. */
export function readForm(event: CatalogEvent, values: FormValues): ReadForm {
  const read = eventFields(event).flatMap((field) => readField(field, values[field.attribute] ?? "", event));
  const faults = read.flatMap((each) => ("fault" in each ? [each.fault] : []));
  if (faults.length > 0) return { kind: "faults", faults };
  const payload = Object.fromEntries(
    read.flatMap((each) => ("fault" in each ? [] : [[each.attribute, each.value] as const])),
  );
  return { kind: "event", payload };
}

/** Faults of one field, those inside its value too. */
export function faultsOf(faults: readonly FieldFault[], attribute: string): readonly FieldFault[] {
  const pointer = `/${attribute.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return faults.filter((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`));
}

type FieldResult = { readonly attribute: string; readonly value: unknown } | { readonly fault: FieldFault };

function readField(field: EventField, text: string, event: CatalogEvent): readonly FieldResult[] {
  const { attribute, kind } = field;
  if (text.trim() === "") return [];
  switch (kind) {
    case "integer":
    case "number":
      return [numberField(attribute, text)];
    case "time":
      return [
        event.event_time.unit === "iso" ? { attribute, value: text.trim() } : numberField(attribute, text),
      ];
    case "boolean":
      return [{ attribute, value: text === "true" }];
    case "json":
      return [jsonField(attribute, text)];
    case "amount":
      return [{ attribute, value: text.trim() }];
    default:
      return [{ attribute, value: text }];
  }
}

function numberField(attribute: string, text: string): FieldResult {
  const value = Number(text);
  if (Number.isFinite(value)) return { attribute, value };
  return { fault: { pointer: `/${attribute}`, found: JSON.stringify(text), expected: "a number" } };
}

function jsonField(attribute: string, text: string): FieldResult {
  try {
    return { attribute, value: JSON.parse(text) as unknown };
  } catch (error) {
    const found = `no JSON (${error instanceof Error ? error.message : String(error)})`;
    return { fault: { pointer: `/${attribute}`, found, expected: 'JSON, such as ["a"] or {"a": 1}' } };
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value, undefined, 2) : String(value);
}

function fixedText({ schema }: CatalogEvent, attribute: string): string {
  const properties = schema["properties"] as Readonly<Record<string, { readonly const?: unknown }>>;
  return textOf(properties[attribute]?.const);
}
