import { followTopic, type KafkaAdmin, parseAvroSchema, parseFrame } from "@millrace/kafka";
import type { EventPlan } from "@millrace/domain";
import { Bits } from "./bits.ts";
import { parseEventId } from "./request-template.ts";

/** What a run has left in its topic. */
export interface Written {
  /** Different events of the run. */
  readonly events: Bits;
  readonly count: number;
  /** Records whose event came before. */
  readonly duplicates: number;
}

/** What is read back. */
export interface ReadBackOptions {
  readonly admin: KafkaAdmin;
  readonly bootstrapServers: string;
  readonly event: Pick<EventPlan, "topic" | "schema">;
  readonly run: number;
  /** The next offset by partition when the run began. */
  readonly from: ReadonlyMap<number, number>;
}

/** Reads what a run has written, by the ids of its events. */
export async function readBack(options: ReadBackOptions): Promise<Written> {
  const { admin, bootstrapServers, event, run, from } = options;
  const ends = await endsOf(admin, event.topic);
  const open = new Set(
    [...ends].filter(([partition, end]) => end > (from.get(partition) ?? 0)).map(([p]) => p),
  );
  const type = parseAvroSchema(event.schema);
  const events = new Bits();
  let [count, duplicates] = [0, 0];
  if (open.size === 0) return { events, count, duplicates };
  const connection = { bootstrapServers: [bootstrapServers] };
  for await (const { partition, offset, value } of followTopic(connection, event.topic, { from })) {
    const end = ends.get(partition) ?? 0;
    const id = value === null || offset >= end ? undefined : idIn(type.fromBuffer(parseFrame(value).payload));
    if (id?.run === run) {
      if (events.has(id.number)) duplicates += 1;
      else count += 1;
      events.add(id.number);
    }
    if (offset >= end - 1) open.delete(partition);
    if (open.size === 0) break;
  }
  return { events, count, duplicates };
}

/** The next offset of every partition. */
export async function endsOf(admin: KafkaAdmin, topic: string): Promise<ReadonlyMap<number, number>> {
  const offsets = await admin.topicOffsets(topic);
  return new Map(offsets.map(({ partition, end }) => [partition, end]));
}

/**
 * Compares what was acknowledged with what is there. Every acknowledged request's events must be.
 * @throws Error naming how many are missing
 */
export function assertWritten(acceptedRequests: Bits, items: number, { events }: Written): void {
  let missing = 0;
  for (const request of acceptedRequests)
    for (let at = 0; at < items; at++) if (!events.has(request * items + at)) missing += 1;
  if (missing > 0) throw new Error(`${missing} acknowledged events are not in Kafka`);
}

function idIn(value: unknown) {
  return parseEventId((value as { readonly event_id: string }).event_id);
}
