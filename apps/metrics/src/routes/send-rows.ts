import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import type { AnswerFormat } from "../query/parse-query.ts";
import type { RowsPage } from "../query/rows-reader.ts";
import { csvStream, csvType } from "./csv.ts";
import { type Answered, rowsAnswer, rowsHeaders } from "./rows-answer.ts";

/**
 * Sends rows as JSON or CSV, or 304 where the client has these rows. The tag is weak: the lags and times of reading are no
 * part of it, and stand in headers of a 304 as well.
 * @param format default: what the client accepts, JSON before CSV
 */
export async function sendRows(
  request: Request,
  response: Response,
  answered: Answered,
  format = acceptedFormat(request),
): Promise<void> {
  const tag = tagOf(answered.page, format);
  response.vary("Accept").set(rowsHeaders(answered)).set({ "Cache-Control": "no-cache", ETag: tag });
  if (isKnown(tag, request.get("If-None-Match"))) return void response.status(304).end();
  if (format === "json") return void response.json(rowsAnswer(answered));
  response.set({
    "Content-Type": csvType,
    "Content-Disposition": `attachment; filename="${answered.table.name}.csv"`,
  });
  if (request.method === "HEAD") return void response.end();
  await pipeline(csvStream(answered.page), response).catch((error: unknown) => {
    // A client that leaves is no fault of ours.
    if (!response.destroyed) throw error;
  });
}

function acceptedFormat(request: Request): AnswerFormat {
  return request.accepts(["application/json", "text/csv"]) === "text/csv" ? "csv" : "json";
}

/** Positions move with the time that `minutes` ends at: only whether there is one counts. */
function tagOf({ rows, nextCursor }: RowsPage, format: AnswerFormat): string {
  const hash = createHash("sha256").update(JSON.stringify([format, nextCursor !== null, rows]));
  return `W/"${hash.digest("base64url").slice(0, 22)}"`;
}

/**
 * Whether the client has what the tag stands for. Express' own `fresh` says no where a request has `Cache-Control: no-cache`,
 * which `fetch` adds to every request with If-None-Match.
 */
function isKnown(tag: string, ifNoneMatch = ""): boolean {
  const given = ifNoneMatch.split(",").map((each) => each.trim());
  return given.some((each) => each === "*" || each.replace(/^(W\/)?/, "W/") === tag);
}
