import { describeFound } from "@millrace/common";
import { type DataPath, type EventStream, suggest } from "@millrace/domain";
import { attributeValue } from "./attribute-value.ts";
import { exampleValue } from "./example-value.ts";
import type { ProblemList } from "./problem-list.ts";
import type { StepInput } from "./test-schema.ts";
import { flinkTime, parseTime, timeForm } from "./time-text.ts";

/** Words of a step that are no attributes. */
const stepWords = ["at", "late_by", "times", "watermark", "event_time"];

/** An event as a row of its table. */
export interface EventRow {
  readonly row: Readonly<Record<string, unknown>>;
  readonly eventTimeMs: number;
}

/** What every event of a test file shares. */
export interface EventContext {
  readonly date: string | undefined;
  readonly problems: ProblemList;
  /** Gives the next identifier where the door would make one. */
  readonly nextId: () => string;
}

/**
 * Completes an event as it is posted to a row: an attribute that is not written takes the identifier that would be made for it,
 * its example, its default, or NULL where it is optional. What is wrong is told to the context's problems.
 */
export function eventRow(
  step: StepInput,
  path: DataPath,
  event: EventStream,
  context: EventContext,
): EventRow | undefined {
  const { problems } = context;
  const before = problems.problems.length;
  const typed = typeOf(step, path, event, problems);
  if (typed === undefined) return undefined;
  refuseUnknown(step, path, { ...event, columns: typed }, problems);
  const row = Object.fromEntries(
    event.columns.map((column) => [
      column.name,
      typed.includes(column) ? columnOf(step, path, column, event, context) : null,
    ]),
  );
  if (problems.problems.length > before) return undefined;
  return { row, eventTimeMs: Date.parse(`${String(row[event.eventTime.column])}Z`) };
}

/** The columns that the event's type has: all of them where a stream has one type alone. */
function typeOf(
  step: StepInput,
  path: DataPath,
  { columns, typeColumn, types }: EventStream,
  problems: ProblemList,
): EventStream["columns"] | undefined {
  const holder = columns.find(({ name }) => name === typeColumn);
  if (holder === undefined) return columns;
  const written = step[holder.attribute];
  const names = types.map(({ name }) => name);
  const type = types.find(({ name }) => name === written);
  if (type !== undefined)
    return columns.filter(
      (column) => column === holder || type.columns.some(({ name }) => name === column.name),
    );
  problems.value(written === undefined ? path : [...path, holder.attribute], {
    found: written === undefined ? `no ${holder.attribute}` : describeFound(written),
    expected: `one of ${names.join(", ")}`,
    suggestion: suggest(String(written), names),
  });
  return undefined;
}

function refuseUnknown(step: StepInput, path: DataPath, event: EventStream, problems: ProblemList): void {
  const attributes = event.columns.map(({ attribute }) => attribute);
  const known = [...attributes, ...stepWords];
  for (const key of Object.keys(step).filter((each) => !known.includes(each))) {
    // Whoever writes a column's name means its attribute.
    const meant = event.columns.find(({ name }) => name === key)?.attribute ?? suggest(key, known);
    problems.key([...path, key], {
      found: `the unknown attribute ${describeFound(key)}`,
      expected: `one of ${attributes.join(", ")}`,
      suggestion: meant,
    });
  }
}

function columnOf(
  step: StepInput,
  path: DataPath,
  column: EventStream["columns"][number],
  event: EventStream,
  { date, problems, nextId }: EventContext,
): unknown {
  const { attribute, name } = column;
  if (name === event.eventTime.column && step.at !== undefined)
    return timeOf(step, path, attribute, date, problems);
  const isWritten = Object.hasOwn(step, attribute);
  if (!isWritten && column.type.kind === "string" && column.type.generated !== undefined) return nextId();
  const value = isWritten ? step[attribute] : exampleValue(column);
  if (value === undefined) {
    problems.value(path, {
      found: `no ${attribute}`,
      expected: "a value, because the attribute has neither an example nor a default",
    });
    return undefined;
  }
  const converted = attributeValue(value, column, date);
  if ("value" in converted) return converted.value;
  const { path: inner, ...complaint } = converted.wrong;
  problems.value([...path, attribute, ...inner], complaint);
  return undefined;
}

function timeOf(
  step: StepInput,
  path: DataPath,
  attribute: string,
  date: string | undefined,
  problems: ProblemList,
): string | undefined {
  if (Object.hasOwn(step, attribute))
    problems.key([...path, attribute], { found: `both at and ${attribute}`, expected: "one of them" });
  const ms = parseTime(step.at ?? "", date);
  if (ms !== undefined) return flinkTime(ms);
  problems.value([...path, "at"], { found: describeFound(step.at), expected: timeForm });
  return undefined;
}
