import type { CatalogEvent } from "../contract/catalog.ts";

/** What stands in a form for one attribute of an event. */
export interface EventField {
  readonly attribute: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  readonly doc?: string;
  /** Of a choice: what can be chosen. */
  readonly choices: readonly string[];
  readonly isPersonal: boolean;
}

/**
 * `text`, `number` and `amount` (an exact number, sent as it is written) are one line; `json` is the JSON text of what has
 * parts; `fixed` cannot be changed.
 */
export type FieldKind =
  "text" | "number" | "integer" | "amount" | "boolean" | "choice" | "time" | "json" | "fixed";

type Schema = Readonly<Record<string, unknown>>;

/** The fields of an event's form, in the order of its schema. */
export function eventFields({ schema, event_time }: CatalogEvent): readonly EventField[] {
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, Schema>>;
  const required = (schema["required"] ?? []) as readonly string[];
  return Object.entries(properties).map(([attribute, property]) => {
    const doc = property["description"];
    return {
      attribute,
      kind: attribute === event_time.attribute ? "time" : kindOf(property),
      isRequired: required.includes(attribute),
      ...(typeof doc === "string" ? { doc } : {}),
      choices: choicesOf(property),
      isPersonal: property["x-personal"] === true,
    };
  });
}

function kindOf(schema: Schema): FieldKind {
  if (schema["const"] !== undefined) return "fixed";
  if (choicesOf(schema).length > 0) return "choice";
  const types = [schema["type"]].flat().filter((type) => type !== "null");
  if (types.length === 2 && types.includes("number") && types.includes("string")) return "amount";
  switch (types[0]) {
    case "integer":
      return "integer";
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "object":
    case "array":
      return "json";
    default:
      return "text";
  }
}

function choicesOf(schema: Schema): readonly string[] {
  const values = schema["enum"];
  return Array.isArray(values) ? values.filter((value): value is string => typeof value === "string") : [];
}
