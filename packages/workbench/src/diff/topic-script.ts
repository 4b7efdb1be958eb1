import type { TablePlan } from "@millrace/domain";
import { type LogicalType, parseType } from "@millrace/flink";
import {
  AvroDecoder,
  AvroFrameError,
  AvroPayloadError,
  readTopic,
  RegistryClient,
  SchemaNotFoundError,
} from "@millrace/kafka";
import type { ScriptStep } from "../flink/script.ts";

/** Where the topics and schemas of a running stack are. */
export interface TopicsAddress {
  readonly bootstrapServers: string;
  /** The registry's Confluent API. */
  readonly registryUrl: string;
}

/** Which part of a topic is taken. */
export interface TopicSlice {
  /** Events at most so much older than the topic's newest event, in milliseconds of event time. */
  readonly lastMs: number;
  /** How many of them at most, the newest. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/** The events of a topic as a script, and what was left out. */
export interface TopicScript {
  readonly steps: readonly ScriptStep[];
  readonly events: number;
  /** Events within the stretch of time that were more than the limit. */
  readonly skipped: number;
}

interface TimedRow {
  readonly partition: number;
  readonly timeMs: number;
  readonly row: Readonly<Record<string, unknown>>;
}

/**
 * Reads the newest events of an event table's topic. Events of one partition keep their order; partitions are merged as if
 * each were read as far as the others, which is how the statement's watermark sees them.
 *
 * Records that cannot be read are left out, as Flink leaves them out.
 *
 * @throws TopicNotFoundError, KafkaUnreachableError, RegistryUnreachableError
 */
export async function readTopicScript(
  address: TopicsAddress,
  table: TablePlan,
  { lastMs, limit, signal }: TopicSlice,
): Promise<TopicScript> {
  const decoder = new AvroDecoder(new RegistryClient({ url: address.registryUrl }));
  const connection = { bootstrapServers: [address.bootstrapServers] };
  const toRow = rowReader(table);
  const rows: TimedRow[] = [];
  for await (const record of readTopic(connection, table.topic, signal === undefined ? {} : { signal })) {
    if (record.value === null) continue;
    const value = await decodeEvent(decoder, record.value);
    if (value === undefined) continue;
    rows.push({ partition: record.partition, timeMs: record.timestampMs, row: toRow(value) });
  }
  const newest = rows.reduce((max, { timeMs }) => Math.max(max, timeMs), Number.NEGATIVE_INFINITY);
  const recent = rows.filter(({ timeMs }) => timeMs >= newest - lastMs);
  const merged = mergePartitions(recent);
  const kept = merged.slice(Math.max(0, merged.length - limit));
  return {
    steps: kept.map(({ row }) => ({ kind: "row", row })),
    events: kept.length,
    skipped: merged.length - kept.length,
  };
}

async function decodeEvent(
  decoder: AvroDecoder,
  value: Buffer,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    return (await decoder.decode(value)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const isUnreadable =
      error instanceof AvroFrameError ||
      error instanceof AvroPayloadError ||
      error instanceof SchemaNotFoundError;
    if (isUnreadable) return undefined;
    throw error;
  }
}

/** Takes the next event of whichever partition is least far in event time. */
export function mergePartitions<T extends Pick<TimedRow, "partition" | "timeMs">>(
  rows: readonly T[],
): readonly T[] {
  const reached = new Map<number, number>();
  const placed = rows.map((row, index) => {
    const at = Math.max(reached.get(row.partition) ?? Number.NEGATIVE_INFINITY, row.timeMs);
    reached.set(row.partition, at);
    return { row, at, index };
  });
  return placed.toSorted((a, b) => a.at - b.at || a.index - b.index).map(({ row }) => row);
}

/** Turns a decoded Avro record into the JSON form of Flink's own format. */
function rowReader(table: TablePlan) {
  const columns = table.columns
    .filter(({ metadata }) => metadata === undefined)
    .map(({ name, type }) => ({ name, type: parseType(type) }));
  return (value: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(columns.map(({ name, type }) => [name, jsonOf(value[name], type)]));
}

function jsonOf(value: unknown, type: LogicalType): unknown {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case "TIMESTAMP":
      return new Date(Number(value)).toISOString().slice(0, -1);
    case "TIMESTAMP_LTZ":
      return new Date(Number(value)).toISOString();
    case "ARRAY":
      return (value as readonly unknown[]).map((item) => jsonOf(item, type.element));
    case "MAP":
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonOf(item, type.value)]));
    case "ROW":
      return Object.fromEntries(
        type.fields.map((field) => [
          field.name,
          jsonOf((value as Readonly<Record<string, unknown>>)[field.name], field.type),
        ]),
      );
    default:
      return value;
  }
}
