import type { EventCodec, EventHeaders, RequestFacts, SchemaIds } from "@millrace/events";
import type { EventRecord } from "../delivery/event-store.ts";
import type { CheckedItem } from "./check-items.ts";
import { recordHeaders } from "./record-headers.ts";

/** The registry's id of every subject. */
export type SubjectIds = ReadonlyMap<string, number>;

/** The ids that records of a codec are written with: those of its own schemas, whatever is served since. */
export type CodecIds = Pick<WeakMap<EventCodec, SchemaIds>, "get">;

/** What the records of one request have in common. */
export interface RecordOrigin {
  readonly request: RequestFacts;
  readonly traceparent?: string;
}

/** Makes the record of an item; items of one request share their headers. @param ids of every codec of the items */
export function recorder(ids: CodecIds, { request, traceparent }: RecordOrigin) {
  const headers = recordHeaders(request, traceparent);
  return ({ codec, event, id }: CheckedItem): EventRecord => {
    const own: EventHeaders = event.id === undefined ? { ...headers, "event-id": id } : headers;
    const { topic, key, value, timestampMs } = codec.toRecord(event, ids.get(codec) as SchemaIds);
    const { deadLetterTopic } = codec.plan;
    return { topic, key, value, timestampMs, headers: own, eventId: id, deadLetterTopic };
  };
}

/** The ids of a codec's schemas. @throws Error where one is missing */
export function idsOf({ plan: { subject, key } }: EventCodec, ids: SubjectIds): SchemaIds {
  const value = idOf(subject, ids);
  return key.format === "avro" ? { value, key: idOf(key.subject, ids) } : { value };
}

function idOf(subject: string, ids: SubjectIds): number {
  const id = ids.get(subject);
  if (id === undefined) throw new Error(`the registry's id of ${subject} is missing`);
  return id;
}
