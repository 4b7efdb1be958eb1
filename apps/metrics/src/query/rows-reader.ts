import { type JsonRow, jsonOf } from "../live/row-json.ts";
import type { Database, RawRow } from "../database/database.ts";
import { writeCursor } from "./cursor.ts";
import type { AskedQuery } from "./parse-query.ts";
import type { RelationColumn } from "./relation-columns.ts";
import { rowsStatement } from "./statement.ts";

/** Rows as they are answered. */
export interface RowsPage {
  readonly columns: readonly RelationColumn[];
  readonly rows: readonly JsonRow[];
  /** Where the next page begins; null where there is none. */
  readonly nextCursor: string | null;
}

/** Reads what is asked for. @throws what {@link Database.rows} throws */
export async function readPage(
  database: Pick<Database, "rows">,
  { query, fingerprint, hasPages }: AskedQuery,
): Promise<RowsPage> {
  const { text, values, answered, ordered } = rowsStatement(query);
  const found = await database.rows(text, values);
  const rows = found.slice(0, query.limit);
  const last = rows.at(-1);
  const isCut = hasPages && found.length > rows.length && ordered.length > 0;
  const nextCursor =
    last === undefined || !isCut
      ? null
      : writeCursor({
          query: fingerprint,
          values: last.slice(answered.length).map(textOf),
          range: query.selection.range,
        });
  return { columns: answered, rows: rows.map(rowOf(answered)), nextCursor };
}

function rowOf(columns: readonly RelationColumn[]): (row: RawRow) => JsonRow {
  const convert = columns.map(({ type }) => jsonOf(type));
  return (row) => {
    const answer: Record<string, JsonRow[string]> = {};
    for (const [at, { name }] of columns.entries()) answer[name] = convert[at]?.(row[at]) ?? null;
    return answer;
  };
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
