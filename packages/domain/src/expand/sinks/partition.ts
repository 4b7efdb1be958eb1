import type { SinkTable } from "./sink-table.ts";

/** Parts of a record's time that can make folders, each with its text in Java's words. */
export const timeParts: ReadonlyMap<string, string> = new Map([
  ["year", "yyyy"],
  ["month", "MM"],
  ["day", "dd"],
  ["hour", "HH"],
  ["minute", "mm"],
]);

/** What makes the folders of an archive, from the outermost. */
export function partitionsOf({ sinks }: SinkTable): readonly string[] {
  return sinks.archive?.partition_by ?? [...timeParts.keys()];
}

/** Whether a folder is made of the record's time; a column of that name has precedence. */
export function isTimePart(name: string, { columns }: SinkTable): boolean {
  return timeParts.has(name) && !Object.hasOwn(columns, name);
}
