import type { Column, ColumnType, EventPlan } from "@millrace/domain";
import type { Random } from "../random/random.ts";
import type { Payload } from "../values/event-maker.ts";

type Break = (payload: Payload) => unknown;

/** One way in which a payload can be wrong. */
interface Fault {
  /** For people: `postcode is missing`. */
  readonly name: string;
  readonly break: Break;
}

/** Makes a good payload wrong in one of the ways in which callers' payloads are: never so that it is right after all. */
export type Spoiler = (payload: Payload, random: Random) => unknown;

/** Prepares the ways in which payloads of an event type can be wrong. */
export function spoiler(event: EventPlan): Spoiler {
  const faults = faultsOf(event);
  return (payload, random) => (faults[random.integer(0, faults.length - 1)] as Fault).break(payload);
}

/** Every way in which payloads of an event type can be wrong; there is always one. */
export function faultsOf({ columns, typeColumn }: EventPlan): readonly Fault[] {
  const own = columns.filter(({ name }) => name !== typeColumn);
  return [
    { name: "the payload is a text", break: (payload) => JSON.stringify(payload).slice(0, 20) },
    { name: "the payload is a list", break: (payload) => [payload] },
    ...own.flatMap((column) => [...absences(column), ...wrongValues(column)]),
  ];
}

function absences(column: Column): readonly Fault[] {
  const { attribute, type, isOptional } = column;
  const isGenerated = type.kind === "string" && type.generated !== undefined;
  if (isOptional || isGenerated || column.default !== undefined) return [];
  return [
    { name: `${attribute} is missing`, break: ({ [attribute]: _, ...rest }) => rest },
    { name: `${attribute} is null`, break: (payload) => ({ ...payload, [attribute]: null }) },
    {
      name: `${attribute} is misspelt`,
      break: ({ [attribute]: value, ...rest }) => ({ ...rest, [`${attribute}_`]: value }),
    },
  ];
}

function wrongValues({ attribute, type }: Column): readonly Fault[] {
  const changes: (readonly [string, (value: unknown) => unknown])[] = [
    ["has another type", () => otherType(type)],
    ...beyondLimits(type),
  ];
  return changes.map(([what, change]) => ({
    name: `${attribute} ${what}`,
    break: (payload) => ({ ...payload, [attribute]: change(payload[attribute]) }),
  }));
}

function otherType({ kind }: ColumnType): unknown {
  switch (kind) {
    case "string":
    case "enum":
      return 12345;
    case "boolean":
      return "yes";
    case "array":
      return "one, two";
    case "map":
    case "record":
      return ["a", "b"];
    default:
      return "N/A";
  }
}

function beyondLimits(type: ColumnType): readonly (readonly [string, (value: unknown) => unknown])[] {
  switch (type.kind) {
    case "string":
      return [
        ...(type.maxLength === undefined
          ? []
          : [["is too long", () => "x".repeat((type.maxLength ?? 0) + 1)] as const]),
        ...((type.minLength ?? 0) > 0 ? [["is empty", () => ""] as const] : []),
        ...(type.format === undefined ? [] : [[`is no ${type.format}`, () => `no ${type.format}`] as const]),
      ];
    case "int":
    case "long":
    case "double":
      return [
        ...(type.min === undefined ? [] : [["is too small", () => (type.min ?? 0) - 1] as const]),
        ...(type.max === undefined ? [] : [["is too large", () => (type.max ?? 0) + 1] as const]),
        ...(type.kind === "double" ? [] : [["has a fraction", () => 1.5] as const]),
      ];
    case "enum":
      return [["is unknown", () => "no_such_value"]];
    case "timestamp":
      return type.unit === "seconds" ? [["is in milliseconds", (value) => Number(value) * 1000]] : [];
    default:
      return [];
  }
}
