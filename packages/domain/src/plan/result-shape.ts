import type { Column, ResultTable } from "../normalize/domain.ts";

/** The column that says which place a row has among the best. */
export const rankColumn = "rank_number";

/** Whether a result has a column. */
export function has({ columns }: Pick<ResultTable, "columns">, name: string): boolean {
  return columns.some((column) => column.name === name);
}

/** Whether a result's rows are of windows. */
export function isWindowed(result: Pick<ResultTable, "columns">): boolean {
  return has(result, "window_start") && has(result, "window_end");
}

/** The column along which a result's rows are asked for; of windows that grow from one start the ends tell them apart. */
export function timeOf(result: ResultTable): string | undefined {
  if (!isWindowed(result)) return result.recordTime;
  return result.key.includes("window_end") ? "window_end" : "window_start";
}

/** What rows are told apart by: the key without its times; where a row's key is its place, what stands there. */
export function groupsOf({ key, columns }: ResultTable): readonly string[] {
  const isText = ({ type }: Column) => type.kind === "string" || type.kind === "enum";
  if (columns.some(({ name }) => name === rankColumn))
    return columns
      .filter((column) => isText(column) && column.name !== "aggregate_interval")
      .map(({ name }) => name);
  return key.filter((name) => columns.find((column) => column.name === name)?.type.kind !== "timestamp");
}
