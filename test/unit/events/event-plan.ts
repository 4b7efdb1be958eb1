import type { AvroType, Column, ColumnType, EventPlan } from "@millrace/domain";
import { compileEvent } from "@millrace/events";

/** The clock of these tests: 2021-01-26T12:05:00Z, in milliseconds. */
export const nowMs = 1_611_662_700_000;

/** A column that callers call as its table does. */
export function column(name: string, type: ColumnType, more: Partial<Column> = {}): Column {
  return { name, attribute: name, isOptional: false, isPersonal: false, isDimension: false, type, ...more };
}

/** A type of event with the columns given and an event time, keyed by the first. */
export function eventPlan(
  columns: readonly (Column & { readonly avro?: AvroType })[],
  more: Partial<EventPlan> = {},
): EventPlan {
  const timestamp = column("happened_at", { kind: "timestamp", unit: "iso" }, { attribute: "ts" });
  return {
    name: "thing",
    domain: "things",
    path: "/api/events/things/thing",
    table: "things",
    topic: "test.streaming.thing",
    subject: "test.streaming.thing-value",
    schema: {
      type: "record",
      name: "thing",
      fields: [
        ...columns.map(({ name, avro = "string" }) => ({ name, type: avro })),
        { name: "happened_at", type: { type: "long", logicalType: "timestamp-millis" } },
      ],
    },
    key: { format: "raw", columns: [columns[0]?.name ?? "happened_at"] },
    eventTime: { attribute: "ts", column: "happened_at" },
    keepsInvalid: false,
    deadLetterTopic: "test.dead-letter.things",
    columns: [...columns, timestamp],
    ...more,
  };
}

/** What is wrong with a value of a type: `path: expected`, with the suggestion where there is one. */
export function faultsOf(type: ColumnType, value: unknown, more: Partial<Column> = {}): readonly string[] {
  const codec = compileEvent(eventPlan([column("value", type, more)]));
  const parsed = codec.parse({ value, ts: "2021-01-26T12:00:00Z" }, nowMs);
  return parsed.ok ? [] : parsed.problems.map(({ path, expected }) => `${path.join("/")}: ${expected}`);
}

/** What a value of a type becomes. @throws Error when it is not valid */
export function valueOf(type: ColumnType, value: unknown, more: Partial<Column> = {}): unknown {
  const codec = compileEvent(eventPlan([column("value", type, more)]));
  const parsed = codec.parse({ value, ts: "2021-01-26T12:00:00Z" }, nowMs);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.event.value["value"];
}
