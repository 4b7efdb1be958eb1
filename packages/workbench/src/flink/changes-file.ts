import { existsSync, readFileSync } from "node:fs";
import type { TablePlan } from "@millrace/domain";
import type { Change, RowKind } from "@millrace/flink";
import { parseExactJson, rowDecoder } from "./decode-row.ts";

const kinds: Readonly<Record<string, RowKind>> = {
  "+I": "insert",
  "-U": "update-before",
  "+U": "update-after",
  "-D": "delete",
};

interface ChangeLine {
  readonly kind?: string;
  /** The record's time in epoch milliseconds. */
  readonly time?: number;
  readonly row?: Readonly<Record<string, unknown>>;
}

/** Every change that the table connector `millrace-changes` wrote for a table, in order; none where there is no file. */
export function readChanges(file: string, table: TablePlan): readonly Change[] {
  if (!existsSync(file)) return [];
  const decode = rowDecoder(table.columns);
  const time = table.columns.find(({ metadata }) => metadata === "timestamp")?.name;
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.flatMap((text) => {
    const line = parseExactJson(text) as ChangeLine;
    if (line.row === undefined) return [];
    const row = time === undefined ? line.row : { ...line.row, [time]: instant(line.time) };
    return [{ kind: kinds[line.kind ?? ""] ?? "insert", row: decode(row) }];
  });
}

function instant(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
