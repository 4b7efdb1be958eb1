import type { Column, EventPlan } from "@millrace/domain";
import type { ProducerRecord } from "@millrace/kafka";
import type { CheckedEvent, EventHeaders, ParsedEvent, SchemaIds } from "./checked-event.ts";
import { maskingOf } from "./mask.ts";
import type { ParseContext } from "./parse-context.ts";
import { columnReader } from "./read/column-reader.ts";
import { Faults } from "./read/faults.ts";
import { type Field, fieldOf, recordReader } from "./read/record-reader.ts";
import { tooFarAhead } from "./read/timestamp-reader.ts";
import { recordWriter } from "./record-writer.ts";
import { typeField } from "./type-field.ts";

const nowhere: ParseContext = {};

/** Turns payloads of one type of event into events and events into records; see {@link compileEvent}. */
export interface EventCodec {
  readonly plan: EventPlan;
  /**
   * Checks a payload as `JSON.parse` gives it; nothing of it is changed or kept.
   * @param nowMs the time by the caller's clock: an event's time lies at most an hour ahead of it
   */
  parse(payload: unknown, nowMs: number, context?: ParseContext): ParsedEvent;
  /**
   * The record of an event for the type's topic: its key is what the domain says, its Kafka timestamp the event's time.
   * @throws EventEncodingError when the plan's schema is not that of its columns
   */
  toRecord(event: CheckedEvent, ids: SchemaIds, headers?: EventHeaders): ProducerRecord;
}

/** What a codec depends on besides its plan. */
export interface CodecOptions {
  /** What values are hashed with that a domain masks so; needed where one does. */
  readonly maskingKey?: string;
}

/**
 * Prepares one type of event: every rule becomes a closure, and the schema a compiled encoder.
 * @throws CurrencyUnknownError, MaskingKeyMissingError, and what avsc throws for a schema that it cannot parse
 */
export function compileEvent(plan: EventPlan, { maskingKey }: CodecOptions = {}): EventCodec {
  const { attribute, column: timeColumn } = plan.eventTime;
  const read = recordReader(fieldsOf(plan, maskingKey));
  const timeUnit = unitOf(plan.columns.find(({ name }) => name === timeColumn));
  const idColumn = plan.columns.find((column) => column.attribute === plan.idAttribute)?.name;
  const faults = new Faults();
  return {
    plan,
    parse(payload, nowMs, context = nowhere) {
      faults.context = context;
      faults.nowMs = nowMs;
      const value = read(payload, faults) as Record<string, unknown> | undefined;
      const timestampMs = value?.[timeColumn] as number | undefined;
      const ahead = timestampMs === undefined ? undefined : tooFarAhead(timestampMs, nowMs, timeUnit);
      if (ahead !== undefined) {
        const since = faults.count;
        faults.add((payload as Record<string, unknown>)[attribute], ahead);
        faults.under(attribute, since);
      }
      if (faults.count > 0) return { ok: false, problems: faults.take() };
      const event = { timestampMs: timestampMs ?? nowMs, value: value ?? {} };
      return {
        ok: true,
        event: idColumn === undefined ? event : { id: String(value?.[idColumn]), ...event },
      };
    },
    toRecord: recordWriter(plan),
  };
}

/** Where several types share a topic every payload may say its type as well. */
function fieldsOf(
  { columns, eventTime, typeColumn, domain, name }: EventPlan,
  maskingKey: string | undefined,
): readonly Field[] {
  const about = `${domain}/${name}`;
  const options = { maskingOf: (column: Column) => maskingOf(column, { key: maskingKey, about }) };
  const fields = columns.map((column) =>
    column.name === typeColumn
      ? typeField(typeColumn, name)
      : fieldOf(column, columnReader(column, { ...options, isEventTime: column.name === eventTime.column })),
  );
  const hasType = typeColumn === undefined || columns.some((column) => column.name === typeColumn);
  return hasType ? fields : [...fields, typeField(typeColumn, name)];
}

function unitOf(column: Column | undefined): "seconds" | "millis" | "iso" {
  return column?.type.kind === "timestamp" ? column.type.unit : "iso";
}
