import type { Column, EventPlan } from "@millrace/domain";
import type { EventProblem } from "@millrace/events";

/** So many problems of an item are named. */
const maxProblems = 10;

/**
 * What is wrong with an item in words of its domain alone: no value, and no name that a caller has chosen, comes into it.
 * @param event the item's type, where it is known
 */
export function deadLetterReason(problems: readonly EventProblem[], event: EventPlan | undefined): string {
  const told = problems.slice(0, maxProblems).map(({ path }) => expectation(path, event));
  const more = problems.length - told.length;
  return [...new Set(told), ...(more > 0 ? [`and ${more} more problems`] : [])].join("; ");
}

function expectation(path: EventProblem["path"], event: EventPlan | undefined): string {
  if (event === undefined) return "expected a JSON object that says a known type of event";
  const [place, wanted] = placeOf(path, event);
  return `${place}: expected ${wanted}`;
}

/** Goes down a path as far as the domain knows it. */
function placeOf(
  path: EventProblem["path"],
  { columns, typeColumn, name }: EventPlan,
): readonly [string, string] {
  const [first, ...steps] = path;
  if (first === undefined) return ["the event", "an object with its attributes and no others"];
  if (first === typeColumn) return [`/${first}`, `${name}, or nothing`];
  let column = columns.find(({ attribute }) => attribute === first);
  if (column === undefined) return ["the event", "an object with its attributes and no others"];
  let place = `/${column.attribute}`;
  for (const step of steps) {
    const part: Column | undefined = partOf(column, step);
    if (part === undefined) break;
    place += `/${typeof step === "number" ? step : column.type.kind === "record" ? step : "*"}`;
    column = part;
  }
  return [place, wordsOf(column)];
}

function partOf({ type }: Column, step: string | number): Column | undefined {
  switch (type.kind) {
    case "array":
      return typeof step === "number" ? type.items : undefined;
    case "map":
      return type.values;
    case "record":
      return type.fields.find(({ attribute }) => attribute === step);
    default:
      return undefined;
  }
}

function wordsOf({ type, isOptional }: Column): string {
  const words = typeWords(type);
  return isOptional ? `${words}, or nothing` : words;
}

function typeWords(type: Column["type"]): string {
  switch (type.kind) {
    case "string":
      return ["a string", ...textLimits(type)].join(" ");
    case "timestamp":
      return {
        seconds: "epoch seconds",
        millis: "epoch milliseconds",
        iso: "an ISO 8601 time with its offset",
      }[type.unit];
    case "enum":
      return `one of ${type.values.join(", ")}`;
    case "money":
      return `${type.unit} units of ${type.currency ?? "a currency"}`;
    case "decimal":
      return `a decimal(${type.precision}, ${type.scale})`;
    case "int":
    case "long":
    case "double":
      return [withArticle(type.kind), ...numberLimits(type)].join(" ");
    default:
      return withArticle(type.kind);
  }
}

function withArticle(word: string): string {
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

function textLimits({
  format,
  pattern,
  minLength,
  maxLength,
}: Extract<Column["type"], { kind: "string" }>): readonly string[] {
  return [
    ...(format === undefined ? [] : [`in the format ${format}`]),
    ...(pattern === undefined ? [] : [`that matches ${pattern}`]),
    ...(minLength === undefined ? [] : [`of at least ${minLength} characters`]),
    ...(maxLength === undefined ? [] : [`of at most ${maxLength} characters`]),
  ];
}

function numberLimits({ min, max }: { readonly min?: number; readonly max?: number }): readonly string[] {
  return [
    ...(min === undefined ? [] : [`of at least ${min}`]),
    ...(max === undefined ? [] : [`of at most ${max}`]),
  ];
}
