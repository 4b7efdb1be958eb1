import type { EventPlan, KeyPlan } from "@millrace/domain";
import { AvroValueError, encodeFramed, parseAvroSchema, type ProducerRecord } from "@millrace/kafka";
import type { CheckedEvent, EventHeaders, SchemaIds } from "./checked-event.ts";
import { EventEncodingError } from "./errors.ts";

/** Makes the record of an event. */
export type RecordWriter = (event: CheckedEvent, ids: SchemaIds, headers?: EventHeaders) => ProducerRecord;

/** How events of a type become records. */
export function recordWriter({ domain, name, topic, schema, key }: EventPlan): RecordWriter {
  const type = parseAvroSchema(schema);
  const keyOf = keyWriter(key);
  const write: RecordWriter = (event, ids, headers) => {
    const record = {
      topic,
      key: keyOf(event, ids.key ?? 0),
      value: encodeFramed(ids.value, type, event.value),
      timestampMs: event.timestampMs,
    };
    return headers === undefined ? record : { ...record, headers };
  };
  return (event, ids, headers) => {
    try {
      return write(event, ids, headers);
    } catch (error) {
      // What Avro says of a value quotes it, and whoever catches this logs it.
      throw error instanceof AvroValueError
        ? new EventEncodingError(`${domain}/${name}`, error.schema)
        : error;
    }
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
