import type { FlinkRow, FlinkValue } from "@millrace/flink";
import { showTime } from "./time-text.ts";

const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z?$/;

/** A value as people write it in a test: times of the test's date as times of day. */
export function plainValue(value: FlinkValue, date: string | undefined): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === "string" && timestamp.test(value)) {
    const ms = Date.parse(value.endsWith("Z") ? value : `${value}Z`);
    return Number.isNaN(ms) ? value : showTime(ms, date);
  }
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((item: FlinkValue) => plainValue(item, date));
  const entries = value instanceof Map ? [...value] : Object.entries(value as FlinkRow);
  return Object.fromEntries(
    entries.map(([name, item]: readonly [FlinkValue, FlinkValue]) => [String(name), plainValue(item, date)]),
  );
}

/** A row as people write it in a test. */
export function plainRow(row: FlinkRow, date: string | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value, date)]));
}

/** A value in one line. */
export function showValue(value: FlinkValue, date: string | undefined): string {
  const plain = plainValue(value, date);
  return typeof plain === "string" && plain !== "" && !/[\s,]/.test(plain)
    ? plain
    : (JSON.stringify(plain) ?? "null");
}
