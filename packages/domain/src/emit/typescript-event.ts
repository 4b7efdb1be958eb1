import type { Column, ColumnType } from "../normalize/domain.ts";
import type { EventPlan } from "../plan.ts";
import { intakeWords, isRequired } from "./openapi-schema.ts";
import { arrayType, type Member, objectType, quoted, sentences, unionOf } from "./typescript-text.ts";

/** The type of a payload as a caller sends it. */
export function payloadType({ columns, typeColumn, name }: EventPlan): string {
  const type: readonly Member[] =
    typeColumn === undefined
      ? []
      : [{ name: typeColumn, type: quoted(name), isOptional: true, doc: "The type of the event." }];
  return objectType([...columns.map(member), ...type]);
}

function member(column: Column): Member {
  const type = columnType(column);
  return {
    name: column.attribute,
    type,
    isOptional: !isRequired(column),
    doc: sentences(
      column.doc,
      hint(column.type),
      intakeWords(column),
      column.isPersonal ? "Personal." : undefined,
    ),
  };
}

function columnType(column: Column): string {
  const type = typeOf(column.type);
  return column.isOptional ? unionOf([type, "null"]) : type;
}

function typeOf(type: ColumnType): string {
  switch (type.kind) {
    case "string":
      return "string";
    case "int":
    case "long":
    case "double":
      return "number";
    case "boolean":
      return "boolean";
    case "timestamp":
      return type.unit === "iso" ? "string" : "number";
    case "decimal":
      return "number | string";
    case "money":
      return moneyType(type);
    case "enum":
      return unionOf(type.values.map(quoted));
    case "array":
      return arrayType(columnType(type.items));
    case "map":
      return `Readonly<Record<string, ${columnType(type.values)}>>`;
  }
  return objectType(type.fields.map(member));
}

function moneyType({ currency, unit }: Extract<ColumnType, { kind: "money" }>): string {
  const amount = unit === "minor" ? "number" : "number | string";
  if (currency !== undefined) return amount;
  return objectType([
    { name: "amount", type: amount },
    { name: "currency", type: "string", doc: "ISO 4217 code." },
  ]);
}

/** What the TypeScript type does not say. */
function hint(type: ColumnType): string | undefined {
  switch (type.kind) {
    case "timestamp":
      if (type.unit === "iso") return "ISO 8601 with its offset.";
      return `Epoch ${type.unit === "seconds" ? "seconds" : "milliseconds"}.`;
    case "decimal":
      return `Exact, at most ${type.precision} digits, ${type.scale} of them behind the point.`;
    case "money":
      return `${type.unit === "minor" ? "Minor units" : "Units"} of ${type.currency ?? "its currency"}.`;
    case "string":
      return type.generated === undefined ? undefined : "Made when it is left out.";
    default:
      return undefined;
  }
}
