import { describeFound } from "@millrace/common";
import { type Domain, type EventStream, parseDuration, type Plan, suggest } from "@millrace/domain";
import { attributeValue } from "../attribute-value.ts";
import { exampleValue } from "../example-value.ts";
import type { ProblemList } from "../problem-list.ts";
import { type Hold, readHold } from "./hold.ts";
import type { PropertyInput } from "./property-schema.ts";

/** Random streams of one event table, and what holds for each of them. */
export interface Property {
  readonly event: EventStream;
  readonly runs: number;
  readonly seed: number;
  /** How many events a stream has at most. */
  readonly events: number;
  readonly spanMs: number;
  /** Attributes with the values that they take. */
  readonly vary: Readonly<Record<string, readonly unknown[]>>;
  /** Percent of the events. */
  readonly late: number;
  readonly outOfOrder: number;
  readonly duplicates: number;
  readonly holds: readonly Hold[];
}

/** What a property is read against. */
export interface PropertyOptions {
  readonly domain: Domain;
  readonly plan: Plan;
  readonly problems: ProblemList;
  readonly seed?: number | undefined;
}

/** Reads `property`, with its defaults; what is wrong is told to the problems. */
export function readProperty(input: PropertyInput, options: PropertyOptions): Property | undefined {
  const { domain, problems } = options;
  const tables = domain.streams.map(({ table }) => table);
  const event = domain.streams.find(({ table }) => table === input.table);
  if (event === undefined) {
    problems.value(["property", "table"], {
      found: `the unknown table ${describeFound(input.table)}`,
      expected: `an event table: ${tables.join(", ")}`,
      suggestion: suggest(input.table, tables),
    });
    return undefined;
  }
  checkVaried(input, event, problems);
  return {
    event,
    runs: input.runs ?? 5,
    seed: options.seed ?? input.seed ?? 1,
    events: input.events ?? 50,
    spanMs: parseDuration(input.span),
    vary: input.vary ?? {},
    late: percent(input.late, 10),
    outOfOrder: percent(input.out_of_order, 20),
    duplicates: percent(input.duplicates, 5),
    holds: readHolds(input, event, options),
  };
}

function readHolds(
  input: PropertyInput,
  event: EventStream,
  { plan, problems }: PropertyOptions,
): readonly Hold[] {
  const results = plan.tables.filter(({ role }) => role === "result");
  return Object.entries(input.holds).flatMap(([name, hold]) => {
    const path = ["property", "holds", name];
    const table = results.find((each) => each.name === name);
    if (table !== undefined) return [readHold(hold, path, { table, event, problems })];
    const names = results.map((result) => result.name);
    problems.key(path, {
      found: `the unknown table ${describeFound(name)}`,
      expected: `a result table: ${names.join(", ")}`,
      suggestion: suggest(name, names),
    });
    return [];
  });
}

function checkVaried({ vary = {} }: PropertyInput, event: EventStream, problems: ProblemList): void {
  const known = event.columns.map(({ attribute }) => attribute);
  for (const [attribute, values] of Object.entries(vary)) {
    const path = ["property", "vary", attribute];
    const column = event.columns.find((each) => each.attribute === attribute);
    if (column === undefined || column.name === event.eventTime.column) {
      problems.key(path, {
        found:
          column === undefined ? `the unknown attribute ${describeFound(attribute)}` : "the event's time",
        expected: `one of ${known.join(", ")}${column === undefined ? "" : ", and span for the time"}`,
        suggestion: column === undefined ? suggest(attribute, known) : undefined,
      });
      continue;
    }
    for (const [index, value] of values.entries()) {
      const converted = attributeValue(value, column, undefined);
      if ("wrong" in converted) problems.value([...path, index], converted.wrong);
    }
  }
  for (const name of withoutValue(event).filter((attribute) => vary[attribute] === undefined))
    problems.value(["property"], {
      found: `no values for ${name}`,
      expected: "some under vary, because the attribute has neither an example nor a default",
    });
}

/** Attributes for which nothing is known that could stand in an event. */
function withoutValue({ columns, eventTime }: EventStream): readonly string[] {
  return columns
    .filter((column) => {
      const { name, type } = column;
      const isMade = type.kind === "string" && type.generated !== undefined;
      return name !== eventTime.column && !isMade && exampleValue(column) === undefined;
    })
    .map(({ attribute }) => attribute);
}

function percent(text: string | undefined, fallback: number): number {
  return text === undefined ? fallback : Number.parseInt(text, 10);
}
