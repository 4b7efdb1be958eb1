import { createHash } from "node:crypto";
import { z } from "zod";
import { writtenReadingOf } from "./column-value.ts";
import type { TimeRange } from "./table-query.ts";

/** Where an answer ended, so that the next one goes on there. */
export interface Position {
  /** Of which query it is: {@link fingerprint}. */
  readonly query: string;
  /** Values of what is ordered by, in Postgres' own text. */
  readonly values: readonly (string | null)[];
  /** The range as it was resolved for the first page: `minutes` goes on moving. */
  readonly range: TimeRange;
}

const maxLength = 8_192;
const time = z.iso.datetime();
const format = z.strictObject({
  q: z.string(),
  v: z.array(z.string().nullable()),
  f: time.optional(),
  t: time.optional(),
});

/** A position as text of a URL. It is readable, so that no personal value may be in it. */
export function writeCursor({ query, values, range: { from, to } }: Position): string {
  return Buffer.from(JSON.stringify({ q: query, v: values, f: from, t: to })).toString("base64url");
}

/** Reads what {@link writeCursor} has written; undefined for anything else. */
export function readCursor(text: string): Position | undefined {
  if (text.length > maxLength) return undefined;
  const found = format.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
  if (!found.success) return undefined;
  const { q: query, v: values, f: from, t: to } = found.data;
  return {
    query,
    values,
    range: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
  };
}

/** Names a query: the same for equal ones, as positions of one mean nothing to another. @param query as JSON data */
export function fingerprint(query: unknown): string {
  return createHash("sha256").update(JSON.stringify(query)).digest("base64url").slice(0, 12);
}

/** Whether Postgres takes the values as those of columns of these types. */
export function fits(values: Position["values"], types: readonly string[]): boolean {
  if (values.length !== types.length) return false;
  return values.every(
    (value, at) => value === null || writtenReadingOf(types[at] ?? "")?.read(value) !== undefined,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
