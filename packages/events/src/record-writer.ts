import type { EventPlan, KeyPlan } from "@millrace/domain";
import { encodeFramed, parseAvroSchema, type ProducerRecord } from "@millrace/kafka";
import type { CheckedEvent, EventHeaders, SchemaIds } from "./checked-event.ts";

/** Makes the record of an event. */
export type RecordWriter = (event: CheckedEvent, ids: SchemaIds, headers?: EventHeaders) => ProducerRecord;

/** How events of a type become records. */
export function recordWriter({ topic, schema, key }: EventPlan): RecordWriter {
  const type = parseAvroSchema(schema);
  const keyOf = keyWriter(key);
  return (event, ids, headers) => {
    const record = {
      topic,
      key: keyOf(event, ids.key ?? 0),
      value: encodeFramed(ids.value, type, event.value),
      timestampMs: event.timestampMs,
    };
    return headers === undefined ? record : { ...record, headers };
  };
}

function keyWriter(key: KeyPlan): (event: CheckedEvent, schemaId: number) => Buffer | null {
  if (key.format === "none") return () => null;
  if (key.format === "avro") {
    const type = parseAvroSchema(key.schema);
    return ({ value }, schemaId) => encodeFramed(schemaId, type, value);
  }
  const [column] = key.columns;
  return ({ value }) => {
    const text = value[column];
    return typeof text === "string" ? Buffer.from(text) : null;
  };
}
