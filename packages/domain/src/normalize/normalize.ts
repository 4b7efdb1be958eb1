import { parseDuration } from "../duration.ts";
import { type DeclaredStream, declaredStreams } from "../schema/declared-streams.ts";
import type { DomainInput, EventInput, ResultInput } from "../schema/domain-schema.ts";
import { given, normalizeColumns } from "./columns.ts";
import { defaults, type TopicDefaults } from "./defaults.ts";
import type { Domain, EventStream, EventTime, ResultTable, TopicSettings } from "./domain.ts";

/** Fills in every default of a valid domain.yaml. */
export function normalizeDomain(input: DomainInput, topicDefaults: TopicDefaults = defaults): Domain {
  const fallback = topicFallback(input, topicDefaults);
  return {
    name: input.domain,
    namespace: `io.millrace.${input.domain.replaceAll("-", "_")}`,
    ...given("description", input.description),
    ...(input.entity === undefined
      ? {}
      : { entity: { name: input.entity.name, primaryKey: input.entity.primary_key } }),
    statement: {
      stateTtlMs: durationOr(input.statement?.state_ttl, defaults.stateTtlMs),
      parallelism: input.statement?.parallelism ?? defaults.parallelism,
      miniBatchMs: durationOr(input.statement?.mini_batch, defaults.miniBatchMs),
    },
    keepsInvalid: input.ingest?.invalid === "dead-letter",
    streams: declaredStreams(input).map((stream) => normalizeStream(stream, fallback)),
    results: Object.entries(input.results ?? {}).map(([table, result]) =>
      normalizeResult(table, result, fallback),
    ),
    buckets: Object.entries(input.buckets ?? {}).map(([key, name]) => ({ key, name })),
  };
}

type Fallback = Pick<TopicSettings, "prefix" | "partitions" | "retentionMs" | "compatibility">;

function topicFallback({ defaults: own = {} }: DomainInput, topicDefaults: TopicDefaults): Fallback {
  return {
    prefix: own.topic_prefix ?? defaults.topicPrefix,
    partitions: own.partitions ?? topicDefaults.partitions,
    retentionMs: durationOr(own.retention, topicDefaults.retentionMs),
    compatibility: own.compatibility ?? defaults.compatibility,
  };
}

function normalizeStream(stream: DeclaredStream, fallback: Fallback): EventStream {
  const { name, table, input, typeAttribute, attributes, types } = stream;
  const { attribute, column = attribute, unit } = input.event_time;
  const columnOf = (key: string) => (key === attribute ? column : key);
  const columnsOf = (given: DeclaredStream["attributes"]) =>
    normalizeColumns(given, { attribute, column, unit });
  const { deduplicate } = input;
  return {
    name,
    ...given("doc", input.doc),
    table,
    topic: topicSettings(input, fallback),
    key: listOf(input.key).map(columnOf),
    eventTime: eventTime(column, input.watermark ?? {}),
    columns: columnsOf(attributes),
    ...(deduplicate === undefined
      ? {}
      : {
          deduplicate: {
            by: listOf(deduplicate.by).map(columnOf),
            withinMs: parseDuration(deduplicate.within),
          },
        }),
    ...given("typeColumn", typeAttribute),
    types: types.map((type) => ({
      name: type.name,
      ...given("doc", type.doc),
      columns: columnsOf(type.attributes),
    })),
  };
}

function normalizeResult(table: string, input: ResultInput, fallback: Fallback): ResultTable {
  return {
    table,
    ...given("doc", input.doc),
    topic: topicSettings(input, fallback),
    mode: input.mode,
    key: listOf(input.key ?? []),
    ...given("recordTime", input.record_time),
    ...(input.mode === "upsert"
      ? { updateIntervalMs: durationOr(input.update_interval, defaults.updateIntervalMs) }
      : {}),
    ...(input.watermark === undefined
      ? {}
      : { eventTime: eventTime(input.watermark.column, input.watermark) }),
    columns: normalizeColumns(input.columns),
  };
}

function topicSettings(input: DeclaredStream["input"] | ResultInput, fallback: Fallback): TopicSettings {
  return {
    name: input.topic,
    prefix: fallback.prefix,
    partitions: input.partitions ?? fallback.partitions,
    retentionMs: durationOr(input.retention, fallback.retentionMs),
    cleanup: "cleanup" in input ? (input.cleanup ?? "delete") : "delete",
    compatibility: input.compatibility ?? fallback.compatibility,
  };
}

function eventTime(column: string, input: NonNullable<EventInput["watermark"]>): EventTime {
  return {
    column,
    delayMs: durationOr(input.delay, 0),
    graceMs: durationOr(input.grace, 0),
    idleTimeoutMs: durationOr(input.idle_timeout, defaults.idleTimeoutMs),
  };
}

function durationOr(text: string | undefined, fallback: number): number {
  return optionalDuration(text) ?? fallback;
}

function optionalDuration(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text);
}

function listOf(names: string | readonly string[]): readonly string[] {
  return typeof names === "string" ? [names] : names;
}
