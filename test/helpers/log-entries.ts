import type { LogEntry, SegmentLog } from "@millrace/segment-log";

/** All entries from a position on. */
export async function readAll(log: SegmentLog, from?: number): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const some of log.read(from)) entries.push(...some);
  return entries;
}

/** The payloads of all entries from a position on, as text. */
export async function readTexts(log: SegmentLog, from?: number): Promise<readonly string[]> {
  return (await readAll(log, from)).map(({ payload }) => payload.toString());
}

/** Payloads of texts. */
export function payloads(...texts: readonly string[]): readonly Buffer[] {
  return texts.map((text) => Buffer.from(text));
}
