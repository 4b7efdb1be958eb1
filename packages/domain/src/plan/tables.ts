import { given } from "../normalize/columns.ts";
import type { Column, Domain, EventStream, EventTime, ResultTable } from "../normalize/domain.ts";
import type { ColumnPlan, KeyPlan, TablePlan } from "../plan.ts";
import { recordTimeColumn } from "../validate/domain-rules.ts";
import { avroRecord } from "./avro.ts";
import { flinkColumnType } from "./flink-type.ts";
import { deadLetterTopic, receivedTable, topicName } from "./names.ts";

/** The table of every event and result. */
export function planTables(domain: Domain, stage: string): readonly TablePlan[] {
  return [
    ...domain.streams.map((stream) => planEventTable(stream, domain, stage)),
    ...domain.results.map((result) => planResultTable(result, domain, stage)),
  ];
}

function planEventTable(stream: EventStream, domain: Domain, stage: string): TablePlan {
  const topic = topicName(stage, stream.topic);
  const { namespace } = domain;
  const { deduplicate } = stream;
  return {
    name: stream.table,
    domain: domain.name,
    topic,
    role: "event",
    columns: stream.columns.map(planColumn),
    changelogMode: "append",
    key: planKey(stream.key, stream.columns, { topic, namespace, name: stream.name, prefersRaw: true }),
    value: {
      subject: `${topic}-value`,
      schema: avroRecord({
        name: stream.name,
        namespace,
        doc: stream.doc,
        columns: stream.columns,
        enums: "enum",
      }),
    },
    deadLetterTopic: deadLetterTopic(stage, domain.name),
    watermark: planWatermark(stream.eventTime),
    ...(deduplicate === undefined
      ? {}
      : { deduplicate: { ...deduplicate, receivedTable: receivedTable(stream.table) } }),
  };
}

function planResultTable(result: ResultTable, domain: Domain, stage: string): TablePlan {
  const topic = topicName(stage, result.topic);
  const { namespace } = domain;
  const name = result.table;
  const isUpsert = result.mode === "upsert";
  return {
    name,
    domain: domain.name,
    topic,
    role: "result",
    columns: [
      ...result.columns.map(planColumn),
      ...(result.recordTime === undefined ? [] : [recordTimeMetadata]),
    ],
    changelogMode: result.mode,
    key: planKey(result.key, result.columns, { topic, namespace, name, prefersRaw: !isUpsert }),
    value: {
      subject: `${topic}-value`,
      schema: avroRecord({ name, namespace, doc: result.doc, columns: result.columns, enums: "string" }),
    },
    ...(isUpsert ? { primaryKey: result.key } : {}),
    ...(result.eventTime === undefined ? {} : { watermark: planWatermark(result.eventTime) }),
    ...given("updateIntervalMs", result.updateIntervalMs),
  };
}

const recordTimeMetadata: ColumnPlan = {
  name: recordTimeColumn,
  type: "TIMESTAMP_LTZ(3)",
  comment: "Time of the Kafka record.",
  metadata: "timestamp",
};

function planColumn(column: Column): ColumnPlan {
  return { name: column.name, type: flinkColumnType(column), ...given("comment", column.doc) };
}

interface KeyOptions {
  readonly topic: string;
  readonly namespace: string;
  /** The record's name, to which `_key` is added. */
  readonly name: string;
  /** Whether one string column is written as its bare bytes. */
  readonly prefersRaw: boolean;
}

function planKey(names: readonly string[], columns: readonly Column[], options: KeyOptions): KeyPlan {
  const [first, ...others] = names;
  if (first === undefined) return { format: "none", columns: [] };
  const kind = columns.find(({ name }) => name === first)?.type.kind;
  if (options.prefersRaw && others.length === 0 && (kind === "string" || kind === "enum"))
    return { format: "raw", columns: [first] };
  // Without descriptions: a key's bytes name its schema, and a better sentence must not move keys to other partitions.
  const keyColumns = names
    .flatMap((name) => columns.filter((column) => column.name === name))
    .map(({ doc: _, ...column }) => column);
  const schema = avroRecord({
    name: `${options.name}_key`,
    namespace: options.namespace,
    columns: keyColumns,
    enums: "string",
  });
  return { format: "avro", columns: names, subject: `${options.topic}-key`, schema };
}

function planWatermark({ column, delayMs, graceMs, idleTimeoutMs }: EventTime) {
  return { column, delayMs: delayMs + graceMs, idleTimeoutMs };
}
