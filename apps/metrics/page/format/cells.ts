import type { CatalogColumn } from "../contract/catalog.ts";
import type { Cell } from "../contract/frames.ts";
import { formatNumber, numberOf, type Unit } from "./numbers.ts";
import { formatTime, formatUtc, isIsoTime } from "./times.ts";

/** A cell as a table shows it. */
export interface CellText {
  readonly text: string;
  /** What it says in full, where that is something else. */
  readonly title?: string;
  /** Numbers stand at the right. */
  readonly isNumber: boolean;
}

const numberTypes = /^(integer|bigint|double precision|numeric.*)$/;

/** Whether a column's cells are numbers. */
export function isNumberColumn({ type }: Pick<CatalogColumn, "type">): boolean {
  return numberTypes.test(type);
}

/** Writes a cell by its column's type; what is missing is a dash. */
export function formatCell(
  cell: Cell | undefined,
  column: Pick<CatalogColumn, "type">,
  unit: Unit,
): CellText {
  if (cell === null || cell === undefined) return { text: "–", isNumber: isNumberColumn(column) };
  const number = isNumberColumn(column) ? numberOf(cell) : undefined;
  if (number !== undefined) return { text: formatNumber(number, unit), isNumber: true };
  if (typeof cell === "boolean") return { text: cell ? "yes" : "no", isNumber: false };
  if (typeof cell === "string" && isIsoTime(cell))
    return { text: formatTime(cell), title: formatUtc(cell), isNumber: false };
  if (typeof cell === "string") return { text: cell, isNumber: false };
  return { text: JSON.stringify(cell), isNumber: false };
}
