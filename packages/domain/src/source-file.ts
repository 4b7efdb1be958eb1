/** A file as text. The compiler reads nothing itself: paths serve only messages. */
export interface SourceFile {
  /** Path from the repository's root, with slashes: `sql/page-views/domain.yaml`. */
  readonly path: string;
  readonly text: string;
}

/** A place in a text; both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The position of a character offset; an offset behind the end is the end. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - lineStart + 1 };
}

/** Orders by UTF-16 code units, so that output never depends on a machine's locale. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
