import type { TablePlan } from "../plan.ts";

/**
 * Options of a table for the workbench's Flink: events come from a script, changes go to a file, both below
 * `${workbench.folder}`. Watermarks follow the rows one by one; nothing is idle, and nothing waits.
 */
export function testOptions({ name, role, watermark }: TablePlan): readonly (readonly [string, string])[] {
  const isEvent = role === "event";
  return [
    ["connector", isEvent ? "millrace-events" : "millrace-changes"],
    ["path", `\${workbench.folder}/${isEvent ? eventScript(name) : changesFile(name)}`],
    ...(watermark === undefined ? [] : [["scan.watermark.emit.strategy", "on-event"] as const]),
    ["format", "json"],
    ["json.timestamp-format.standard", "ISO-8601"],
    ["json.encode.decimal-as-plain-number", "true"],
  ];
}

/** The script of an event table, in the folder that `${workbench.folder}` names. */
export function eventScript(table: string): string {
  return `${table}.events.jsonl`;
}

/** The changes of a result table, in the folder that `${workbench.folder}` names. */
export function changesFile(table: string): string {
  return `${table}.changes.jsonl`;
}
