import type { FlinkRow } from "@millrace/flink";
import { isCollection, isNode, isSeq, type Node, parseDocument } from "yaml";
import type { TableChanges } from "../flink/prepared-statements.ts";
import { changeRow, changesUntil, foundRows } from "./check-expectation.ts";
import type { Expectation } from "./expectation.ts";
import { keyColumns } from "./expected-row.ts";
import { rowKey } from "../rows/final-rows.ts";
import { testedChanges } from "./tested-changes.ts";
import { rowText } from "./row-text.ts";

/** A list of rows in a test file, as it stands there and as it is to be. */
interface RowList {
  /** Where it stands below the table. */
  readonly place: readonly (string | number)[];
  readonly table: string;
  readonly part: "rows" | "changelog";
  readonly columns: readonly string[];
  readonly expected: readonly FlinkRow[];
  readonly found: readonly FlinkRow[];
}

/**
 * A test file's text with what its expectations found. Lines of rows that were expected and found stay as they are, with the
 * comments above and beside them; everything outside of the lists stays as it is.
 */
export function updatedText(
  text: string,
  expectations: readonly Expectation[],
  changes: TableChanges,
  date: string | undefined,
): string {
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  const lists = expectations.flatMap((each) => rowLists(each, changes));
  const document = parseDocument(whole);
  if (!document.hasIn(["expect"]))
    return `${whole}expect:\n${lists.map((list) => newTable(list, date)).join("")}`;
  const edits = lists.flatMap((list) => {
    const node = document.getIn(["expect", list.table, ...list.place], true);
    if (!isNode(node) || isSame(list)) return [];
    const holders = list.place.map((_, depth) =>
      document.getIn(["expect", list.table, ...list.place.slice(0, depth)], true),
    );
    const isInline = holders.some((holder) => isCollection(holder) && holder.flow === true);
    return [isInline ? inlineEditOf(node, list, date) : editOf(whole, node, list, date)];
  });
  // From the end to the beginning, so that places stay valid.
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((edited, { start, end, lines }) => edited.slice(0, start) + lines + edited.slice(end), whole);
}

function rowLists(expectation: Expectation, changes: TableChanges): readonly RowList[] {
  const { table, columns, rows, changelog, moments } = expectation;
  const found = changes[table.name] ?? [];
  const key = keyColumns(table, columns);
  const lists = moments.map((moment, index): RowList => ({
    place: ["when", index, "rows"],
    table: table.name,
    part: "rows",
    columns,
    expected: moment.rows,
    found: foundRows(expectation, changesUntil(moment, found)),
  }));
  if (rows !== undefined)
    lists.push({
      place: ["rows"],
      table: table.name,
      part: "rows",
      columns,
      expected: rows,
      found: foundRows(expectation, found),
    });
  if (changelog !== undefined)
    lists.push({
      place: ["changelog"],
      table: table.name,
      part: "changelog",
      columns: ["kind", ...columns],
      expected: changelog.map((change) => changeRow(change, columns, key)),
      found: testedChanges(found).map((change) => changeRow(change, columns, key)),
    });
  return lists;
}

function isSame({ expected, found, columns, part }: RowList): boolean {
  const texts = (rows: readonly FlinkRow[]) => rows.map((row) => rowKey(row, columns));
  const [left, right] = [texts(expected), texts(found)];
  return part === "rows"
    ? left.toSorted().join("\n") === right.toSorted().join("\n")
    : left.join("\n") === right.join("\n");
}

function newTable({ table, part, found }: RowList, date: string | undefined): string {
  if (found.length === 0) return `  ${table}:\n    ${part}: []\n`;
  return `  ${table}:\n    ${part}:\n${found.map((row) => `      - ${rowText(row, date)}\n`).join("")}`;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly lines: string;
}

/** Lines of their own may not stand within braces. */
function inlineEditOf(node: Node, { found }: RowList, date: string | undefined): Edit {
  const [start = 0, end = 0] = node.range ?? [];
  return { start, end, lines: `[${found.map((row) => rowText(row, date)).join(", ")}]` };
}

/** Replaces a list in its own form: line by line where it is written so, otherwise whatever stands behind the colon. */
function editOf(text: string, node: Node, list: RowList, date: string | undefined): Edit {
  const [first = 0, last = 0] = node.range ?? [];
  if (!isSeq(node) || node.flow === true) {
    const indent = " ".repeat(indentOf(text, first) + 2);
    const lines = list.found.map((row) => `\n${indent}- ${rowText(row, date)}`);
    return {
      start: text.slice(0, first).trimEnd().length,
      end: last,
      lines: lines.length === 0 ? " []" : lines.join(""),
    };
  }
  const start = lineStart(text, first);
  const indent = " ".repeat(first - start);
  const kept = keptLines(text, node.items, list, start);
  const lines = list.found.map((row): Kept => {
    const old = kept.get(rowKey(row, list.columns))?.shift();
    return old ?? { place: Number.POSITIVE_INFINITY, lines: `${indent}- ${rowText(row, date)}\n` };
  });
  if (list.part === "rows") lines.sort((a, b) => (a.place === b.place ? 0 : a.place - b.place));
  const end = lineEnd(text, text.slice(0, last).trimEnd().length);
  return { start, end, lines: lines.map((line) => line.lines).join("") || `${indent}[]\n` };
}

/** The lines of an item that stands in the file. */
interface Kept {
  readonly place: number;
  readonly lines: string;
}

function keptLines(
  text: string,
  items: readonly unknown[],
  { expected, columns }: RowList,
  start: number,
): Map<string, Kept[]> {
  const kept = new Map<string, Kept[]>();
  let from = start;
  for (const [place, item] of items.entries()) {
    const last = isNode(item) ? (item.range?.[1] ?? from) : from;
    const to = lineEnd(text, text.slice(0, last).trimEnd().length);
    const row = expected[place];
    if (row !== undefined) {
      const key = rowKey(row, columns);
      kept.set(key, [...(kept.get(key) ?? []), { place, lines: text.slice(from, to) }]);
    }
    from = to;
  }
  return kept;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Behind the line's break; at the end of a text without one, the end. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  return at === -1 ? text.length : at + 1;
}

/** How far the line of an offset is indented. */
function indentOf(text: string, offset: number): number {
  return /^ */.exec(text.slice(lineStart(text, offset)))?.[0].length ?? 0;
}
