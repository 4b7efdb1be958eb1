import type { ClickHouseColumnPlan, ClickHouseTablePlan } from "../plan.ts";

/**
 * `CREATE TABLE IF NOT EXISTS` for one table of ClickHouse, ending with a semicolon. The row with the largest offset is the
 * one of its key: queries say FINAL.
 */
export function emitClickHouseDdl(table: ClickHouseTablePlan): string {
  const { name, domain, columns, orderBy, monthOf } = table;
  const ttl = clickHouseTtl(table);
  return [
    `CREATE TABLE IF NOT EXISTS ${clickHouseName(name)} (`,
    columns.map((column) => `  ${clickHouseColumn(column)}`).join(",\n"),
    ")",
    "ENGINE = ReplacingMergeTree(kafka_offset, is_deleted)",
    ...(monthOf === undefined ? [] : [`PARTITION BY toYYYYMM(${clickHouseName(monthOf)})`]),
    `ORDER BY (${orderBy.map(clickHouseName).join(", ")})`,
    ...(ttl === undefined ? [] : [`TTL ${ttl}`]),
    `COMMENT ${clickHouseLiteral(`${table.table} of the domain ${domain}`)};`,
  ].join("\n");
}

/** A column as CREATE TABLE and ADD COLUMN take it. */
export function clickHouseColumn({ name, type, default: value }: ClickHouseColumnPlan): string {
  const given = value === undefined ? "" : ` DEFAULT ${defaultText(value)}`;
  return `${clickHouseName(name)} ${type}${given}`;
}

/** When rows are deleted, as CREATE TABLE and MODIFY TTL take it; undefined where they are kept. */
export function clickHouseTtl({ ttl }: ClickHouseTablePlan): string | undefined {
  if (ttl === undefined) return undefined;
  return `toDateTime(${clickHouseName(ttl.column)}) + toIntervalSecond(${Math.ceil(ttl.afterMs / 1000)})`;
}

/** A name in ClickHouse. */
export function clickHouseName(name: string): string {
  return `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}

function clickHouseLiteral(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function defaultText(value: string | number | boolean): string {
  return typeof value === "string" ? clickHouseLiteral(value) : String(value);
}
