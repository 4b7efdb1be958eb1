import type { LogFile, LogFolder } from "./log-folder.ts";
import { type LogEntry, scan } from "./scan.ts";
import { baseOf, Segment, segmentName } from "./segment.ts";

/** Positions from one to before another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What opening a log has found. */
export interface Recovery {
  /** Whole entries. */
  readonly entries: number;
  /** The end of the log was a write that had not been finished, and so not acknowledged; it was cut off. */
  readonly tornTail: Range | undefined;
  /** Bytes that are no entries and no torn tail. They stay where they are, and reading passes them over. */
  readonly damages: readonly Range[];
  /** Positions that no file holds, between those that files hold. */
  readonly missing: readonly Range[];
  /** Bytes of segments with damage that were put aside when they were trimmed, of this and earlier runs. */
  readonly quarantinedBytes: number;
}

/** A log's files as they were found, and what they hold. */
export interface Recovered {
  /** In the order of their positions; at least one, and the last is written to. */
  readonly segments: Segment[];
  readonly recovery: Recovery;
}

/** How a log is recovered. */
export interface RecoveryOptions {
  /** Positions below are not given again. */
  readonly startAt: number;
  readonly visit: (entry: LogEntry) => void;
}

/** Reads all of a log, cuts off a torn tail, and notes what else is not as it was written. */
export async function recover(folder: LogFolder, { startAt, visit }: RecoveryOptions): Promise<Recovered> {
  const names = await folder.list();
  const bases = names.flatMap((name) => baseOf(name) ?? []).sort((one, other) => one - other);
  const found: Findings = { entries: 0, tornTail: undefined, damages: [], missing: [] };
  const segments: Segment[] = [];
  try {
    for (const [at, base] of bases.entries()) {
      const file = await folder.open(segmentName(base));
      segments.push(await recoverSegment({ file, base, next: bases[at + 1] }, found, visit));
    }
    await addActive(folder, segments, { startAt, found });
  } catch (error) {
    await Promise.all(segments.map(({ file }) => file.close()));
    throw error;
  }
  segments.slice(1).forEach(({ base }, at) => {
    const from = segments[at]?.end ?? base;
    if (from < base) found.missing.push({ from, to: base });
  });
  return { segments, recovery: { ...found, quarantinedBytes: await folder.quarantinedBytes() } };
}

interface Findings {
  entries: number;
  tornTail: Range | undefined;
  readonly damages: Range[];
  readonly missing: Range[];
}

interface SegmentFile {
  readonly file: LogFile;
  readonly base: number;
  /** Where the next segment begins. */
  readonly next: number | undefined;
}

async function recoverSegment(
  { file, base, next }: SegmentFile,
  found: Findings,
  visit: (entry: LogEntry) => void,
): Promise<Segment> {
  const to = Math.min(base + (await file.size()), next ?? Infinity);
  let end = to;
  for await (const part of scan({ file, base, from: base, to })) {
    if (part.kind === "entries") {
      found.entries += part.entries.length;
      part.entries.forEach(visit);
    } else if (part.isTorn && next === undefined) {
      end = part.from;
      found.tornTail = { from: part.from, to: part.to };
      await file.truncate(end - base);
      await file.sync();
    } else found.damages.push({ from: part.from, to: part.to });
  }
  return new Segment(base, file, end - base);
}

/** Nothing is written behind damage in the same file, nor below the position to start at. */
async function addActive(
  folder: LogFolder,
  segments: Segment[],
  { startAt, found }: { readonly startAt: number; readonly found: Findings },
): Promise<void> {
  const last = segments.at(-1);
  const end = last?.end;
  const isDamaged =
    last !== undefined && found.damages.some(({ from, to }) => from >= last.base && to === end);
  if (end !== undefined && end >= startAt && !isDamaged) return;
  const base = Math.max(end ?? 0, startAt);
  segments.push(new Segment(base, await folder.create(segmentName(base)), 0));
}
