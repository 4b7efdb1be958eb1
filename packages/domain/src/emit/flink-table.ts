import { escapePlaceholders } from "../placeholders.ts";
import { arrivalColumn } from "../plan/names.ts";
import type { AvroType, ColumnPlan, TablePlan } from "../plan.ts";
import { flinkName, intervalLiteral, literal } from "./sql-text.ts";
import { testOptions } from "./test-table.ts";

/** Which engine a text is for. */
export interface EmitOptions {
  /**
   * `local`: open-source Flink 2.2 with its Kafka connector 5.0. `test`: the workbench's Flink, where scripts stand for
   * topics and everything runs in one order.
   */
  readonly target: "local" | "test";
}

/** Flink's own longest transaction is an hour, which a broker with its default maximum of 15 minutes refuses. */
const transactionTimeoutMs = 900_000;

type Deduplication = NonNullable<TablePlan["deduplicate"]>;

/** So many keys are held until the update interval is over; beyond it rows are written earlier. */
const updateBufferRows = 100_000;

/**
 * `CREATE TABLE` for one table, and `CREATE VIEW` behind it where the table leaves out what came before. Each text is a
 * template for `bindPlaceholders` with `${kafka.bootstrap_servers}`, `${registry.ccompat_url}`, on tables that are read
 * `${statement.group_id}` and on results `${statement.transactional_id_prefix}`: the last must be the same at every start
 * of a statement, and no other statement of the Kafka cluster may have it. For `test` it holds `${workbench.folder}` alone.
 */
export function emitFlinkDdl(table: TablePlan, { target }: EmitOptions): readonly string[] {
  const { deduplicate } = table;
  const arrival = deduplicate === undefined ? [] : [`${flinkName(arrivalColumn)} AS PROCTIME()`];
  const lines = [...table.columns.map(columnLine), ...arrival, ...constraintLines(table)];
  const pairs = target === "test" ? testOptions(table) : kafkaOptions(table);
  const options = pairs.map(([name, value]) => `  ${literal(name)} = ${literal(value)}`);
  const created = [
    `CREATE TABLE ${flinkName(deduplicate?.receivedTable ?? table.name)} (`,
    lines.map((line) => `  ${line}`).join(",\n"),
    ") WITH (",
    options.join(",\n"),
    ")",
  ].join("\n");
  return deduplicate === undefined ? [created] : [created, uniqueView(table, deduplicate)];
}

/** The first row of each identity, in the order in which they came: it never changes, so the view is append-only. */
function uniqueView({ name, columns }: TablePlan, { by, receivedTable }: Deduplication): string {
  const all = columns.map((column) => flinkName(column.name)).join(", ");
  const identity = by.map(flinkName).join(", ");
  return [
    `CREATE VIEW ${flinkName(name)} AS`,
    `SELECT ${all}`,
    "FROM (",
    `  SELECT ${all}, ROW_NUMBER() OVER (PARTITION BY ${identity} ORDER BY ${flinkName(arrivalColumn)}) AS arrival_number`,
    `  FROM ${flinkName(receivedTable)}`,
    ")",
    "WHERE arrival_number = 1",
  ].join("\n");
}

function columnLine({ name, type, metadata, comment }: ColumnPlan): string {
  const source = metadata === undefined ? "" : ` METADATA FROM ${literal(metadata)}`;
  const remark = comment === undefined ? "" : ` COMMENT ${literal(escapePlaceholders(comment))}`;
  return `${flinkName(name)} ${type}${source}${remark}`;
}

function constraintLines({ watermark, primaryKey }: TablePlan): readonly string[] {
  const lines: string[] = [];
  if (watermark !== undefined) {
    const column = flinkName(watermark.column);
    const delay = watermark.delayMs === 0 ? "" : ` - ${intervalLiteral(watermark.delayMs)}`;
    lines.push(`WATERMARK FOR ${column} AS ${column}${delay}`);
  }
  if (primaryKey !== undefined)
    lines.push(`PRIMARY KEY (${primaryKey.map(flinkName).join(", ")}) NOT ENFORCED`);
  return lines;
}

type Options = readonly (readonly [name: string, value: string])[];

function kafkaOptions(table: TablePlan): Options {
  return [
    ["connector", table.changelogMode === "upsert" ? "upsert-kafka" : "kafka"],
    ["topic", table.topic],
    ["properties.bootstrap.servers", "${kafka.bootstrap_servers}"],
    ["properties.isolation.level", "read_committed"],
    ...(table.changelogMode === "append" ? scanOptions(table) : []),
    ...(table.watermark === undefined
      ? []
      : [["scan.watermark.idle-timeout", `${table.watermark.idleTimeoutMs} ms`] as const]),
    ...keyOptions(table),
    ...valueOptions(table),
    ...(table.role === "result" ? sinkOptions(table) : []),
  ];
}

/**
 * State restores offsets. A start without state reads all that the topic still holds, so that no number is ever made
 * from a part of its events; the group's offsets only show how far the statement is.
 */
function scanOptions({ role, name, watermark }: TablePlan): Options {
  // A result that can be read by event time is, by statements that build on it: a group of its own shows how far they are.
  const group = { event: "${statement.group_id}", result: `\${statement.group_id}-${name}` }[role];
  return [
    ...(role === "event" || watermark !== undefined ? [["properties.group.id", group] as const] : []),
    ["scan.startup.mode", "earliest-offset"],
  ];
}

function keyOptions({ changelogMode, role, key }: TablePlan): Options {
  const isRead = role === "event";
  if (isRead || key.format === "none") return [];
  return [
    ...(key.format === "raw" ? [["key.format", "raw"] as const] : avroOptions("key", key)),
    // An upsert table's key is its primary key.
    ...(changelogMode === "append" ? [["key.fields", key.columns.join(";")] as const] : []),
    ["value.fields-include", "ALL"],
  ];
}

/** What cannot be read of an event table is kept, and left out: anybody may write into its topic. A result has one writer. */
function valueOptions({ value, deadLetterTopic }: TablePlan): Options {
  if (deadLetterTopic === undefined) return avroOptions("value", value);
  const format = "avro-confluent-or-dead-letter";
  return [...avroOptions("value", value, format), [`value.${format}.dead-letter-topic`, deadLetterTopic]];
}

function avroOptions(
  part: "key" | "value",
  { subject, schema }: { subject: string; schema: AvroType },
  format = "avro-confluent",
): Options {
  return [
    [`${part}.format`, format],
    [`${part}.${format}.url`, "${registry.ccompat_url}"],
    [`${part}.${format}.subject`, subject],
    [`${part}.${format}.schema`, escapePlaceholders(JSON.stringify(schema))],
  ];
}

function sinkOptions({ name, updateIntervalMs }: TablePlan): Options {
  return [
    ["sink.delivery-guarantee", "exactly-once"],
    ["sink.transactional-id-prefix", `\${statement.transactional_id_prefix}-${name}`],
    ["sink.transaction-naming-strategy", "pooling"],
    ["properties.transaction.timeout.ms", String(transactionTimeoutMs)],
    ...(updateIntervalMs === undefined || updateIntervalMs === 0
      ? []
      : ([
          ["sink.buffer-flush.interval", `${updateIntervalMs} ms`],
          ["sink.buffer-flush.max-rows", String(updateBufferRows)],
        ] as const)),
  ];
}
