import type { FlinkCause } from "./error-chain.ts";

/** Where in SQL text something stands. Lines and columns count from 1; the end is inclusive. */
export interface SqlPosition {
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** Maps a position in the text that was sent to the file a person edits. */
export type LocateSql = (position: SqlPosition) => SqlPosition;

/**
 * For SQL that was cut from a file: positions move by where the text starts.
 * @param start where the statement's first character stands; `line` and `column` default to 1
 */
export function locatedAt(file: string, start: { line?: number; column?: number } = {}): LocateSql {
  const lineShift = (start.line ?? 1) - 1;
  const columnShift = (start.column ?? 1) - 1;
  return (position) => {
    const shifted = (line: number, column: number) => column + (line === 1 ? columnShift : 0);
    return {
      file,
      line: position.line + lineShift,
      column: shifted(position.line, position.column),
      ...(position.endLine === undefined ? {} : { endLine: position.endLine + lineShift }),
      ...(position.endLine === undefined || position.endColumn === undefined
        ? {}
        : { endColumn: shifted(position.endLine, position.endColumn) }),
    };
  };
}

const RANGE = /[Ff]rom line (\d+), column (\d+) to line (\d+), column (\d+)/;
const POINT = /at line (\d+), column (\d+)/i;

/** The innermost position that an exception chain names, if any does. */
export function findSqlPosition(chain: readonly FlinkCause[]): SqlPosition | undefined {
  for (const cause of chain.toReversed()) {
    const range = RANGE.exec(cause.message);
    if (range) {
      const [line, column, endLine, endColumn] = range.slice(1).map(Number) as [
        number,
        number,
        number,
        number,
      ];
      return { line, column, endLine, endColumn };
    }
    const point = POINT.exec(cause.message);
    if (point) return { line: Number(point[1]), column: Number(point[2]) };
  }
  return undefined;
}

/** The line of the text with carets under the position; empty when the text has no such line. */
export function showSqlPosition(sql: string, position: SqlPosition, shown: SqlPosition = position): string {
  const text = sql.split("\n")[position.line - 1];
  if (text === undefined) return "";
  const lastColumn =
    position.endLine === position.line ? (position.endColumn ?? position.column) : position.column;
  const width = Math.max(1, Math.min(lastColumn, text.length) - position.column + 1);
  const gutter = `${shown.line} | `;
  // Tabs are kept, so that the caret stands below its character whatever the tab width.
  const before = text.slice(0, position.column - 1).replace(/[^\t]/g, " ");
  return `${gutter}${text}\n${" ".repeat(gutter.length - 2)}| ${before}${"^".repeat(width)}`;
}
