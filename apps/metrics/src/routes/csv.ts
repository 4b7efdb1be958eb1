import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import type { JsonValue } from "../live/row-json.ts";
import type { RowsPage } from "../query/rows-reader.ts";

/** RFC 4180, with the header that it leaves to choice. */
export const csvType = "text/csv; charset=utf-8; header=present";

/**
 * Rows as CSV with a header line, as a stream: null is an empty field, a list JSON. Text that a spreadsheet would take for a
 * formula gets an apostrophe before it, as OWASP advises; numbers stay as they are.
 */
export function csvStream({ columns, rows }: RowsPage): Readable {
  const isText = new Set(columns.filter(({ type }) => type.startsWith("text")).map(({ name }) => name));
  const names = columns.map(({ name }) => name);
  const lines = stringify({
    header: true,
    columns: names,
    record_delimiter: "windows",
    cast: { boolean: String },
  });
  return Readable.from(
    rows.map((row) => names.map((name) => (isText.has(name) ? harmless(row[name]) : row[name]))),
  ).pipe(lines);
}

function harmless(value: JsonValue | undefined): JsonValue | undefined {
  const text = Array.isArray(value) ? JSON.stringify(value) : value;
  return typeof text === "string" && /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
}
