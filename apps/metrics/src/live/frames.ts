import type { Change } from "./change.ts";

/** How many rows one frame holds at most. */
export const frameRows = 500;

/** A table as frames name it. */
export interface TableName {
  readonly domain: string;
  readonly name: string;
}

/** Writes one frame of a server-sent event stream. @param json one line: JSON as `JSON.stringify` writes it */
export function frame(event: string, json: string, id?: string): Buffer {
  const head = id === undefined ? "" : `id: ${id}\n`;
  return Buffer.from(`${head}event: ${event}\ndata: ${json}\n\n`);
}

/** The comment that keeps a connection alive. */
export const heartbeatFrame = Buffer.from(": heartbeat\n\n");

/** The first frame. @param retryMs how long a client waits before it connects again, in milliseconds */
export function helloFrame(facts: Readonly<Record<string, unknown>>, retryMs: number): Buffer {
  return Buffer.concat([Buffer.from(`retry: ${retryMs}\n`), frame("hello", JSON.stringify(facts))]);
}

/** The frame that says why the server forgets what it sent, or ends. */
export function reasonFrame(event: "reset" | "dropped", reason: string): Buffer {
  return frame(event, JSON.stringify({ reason }));
}

/**
 * Frames of the rows that are there already, the last one marked.
 * @param rows JSON of each row
 * @param isCut whether there are older rows than these, which the last frame says
 */
export function backfillFrames(table: TableName, rows: readonly string[], isCut = false): readonly Buffer[] {
  const parts = partsOf(rows);
  return parts.map((part, at) => {
    const isLast = at === parts.length - 1;
    return frame(
      "backfill",
      `{${tableJson(table)},"rows":[${part.join(",")}],"is_last":${isLast}${isLast && isCut ? ',"is_cut":true' : ""}}`,
    );
  });
}

/** A frame of changes. @param atMs when it is sent */
export function rowsFrame(
  table: TableName,
  changes: readonly Change[],
  { atMs, id }: { readonly atMs: number; readonly id?: string | undefined },
): Buffer {
  const jsonOf = (isRemoval: boolean) =>
    changes
      .filter((change) => change.isRemoval === isRemoval)
      .map(({ json }) => json)
      .join(",");
  const at = new Date(atMs).toISOString();
  const json = `{${tableJson(table)},"rows":[${jsonOf(false)}],"removed":[${jsonOf(true)}],"at":"${at}"}`;
  return frame("rows", json, id);
}

/** Splits what one frame would be too long for; an empty list is one empty part. */
export function partsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.max(1, Math.ceil(items.length / frameRows));
  return Array.from({ length: count }, (_, at) => items.slice(at * frameRows, (at + 1) * frameRows));
}

function tableJson({ domain, name }: TableName): string {
  return `"domain":${JSON.stringify(domain)},"table":${JSON.stringify(name)}`;
}
