import { existsSync, readFileSync } from "node:fs";
import type { TablePlan } from "@millrace/domain";
import { type Change, parseLosslessJson, type RowKind } from "@millrace/flink";
import { rowDecoder } from "./decode-row.ts";

const kinds: Readonly<Record<string, RowKind>> = {
  "+I": "insert",
  "-U": "update-before",
  "+U": "update-after",
  "-D": "delete",
};

/** A change with what event time its table had come to. */
export interface TimedChange extends Change {
  /** The last watermark that reached the table before the change; absent where there was none. */
  readonly watermarkMs?: number;
}

interface ChangeLine {
  readonly kind?: string;
  /** The record's time in epoch milliseconds. */
  readonly time?: number;
  readonly watermark?: number | string;
  readonly row?: Readonly<Record<string, unknown>>;
}

/** Every change that the table connector `millrace-changes` wrote for a table, in order; none where there is no file. */
export function readChanges(file: string, table: TablePlan): readonly TimedChange[] {
  if (!existsSync(file)) return [];
  const decode = rowDecoder(table.columns);
  const time = table.columns.find(({ metadata }) => metadata === "timestamp")?.name;
  const changes: TimedChange[] = [];
  let reached: { readonly watermarkMs?: number } = {};
  for (const text of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const line = parseLosslessJson(text) as ChangeLine;
    if (line.watermark !== undefined) reached = { watermarkMs: Number(line.watermark) };
    if (line.row === undefined) continue;
    const row = time === undefined ? line.row : { ...line.row, [time]: instant(line.time) };
    changes.push({ kind: kinds[line.kind ?? ""] ?? "insert", row: decode(row), ...reached });
  }
  return changes;
}

function instant(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
