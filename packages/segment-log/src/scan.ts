import { headerBytes, isIntact, magicByte, readHeader } from "./entry-format.ts";
import type { LogFile } from "./log-folder.ts";

/** An entry of a log. */
export interface LogEntry {
  readonly position: number;
  /** The position behind it, where the next begins. */
  readonly end: number;
  /** A view into bytes that were read from the disk; it may be kept. */
  readonly payload: Buffer;
}

/** What stands in a part of a segment: entries, or bytes that are none. */
export type Found =
  | { readonly kind: "entries"; readonly entries: readonly LogEntry[] }
  | {
      readonly kind: "damage";
      readonly from: number;
      readonly to: number;
      /** Whether it looks like a write that was not finished, at the end of the part. */
      readonly isTorn: boolean;
    };

/** A part of a segment, in positions. */
export interface Part {
  readonly file: LogFile;
  /** The position of the file's first byte. */
  readonly base: number;
  readonly from: number;
  readonly to: number;
}

const chunkBytes = 1024 * 1024;

/** Goes through a part from entry to entry; behind damage it goes on with the next entry that is whole. */
export async function* scan({ file, base, from, to }: Part): AsyncGenerator<Found> {
  let at = from;
  let wanted = chunkBytes;
  while (at < to) {
    const length = Math.min(wanted, to - at);
    const bytes = await readBytes(file, at - base, length);
    const parsed = entriesIn(bytes, at, to);
    if (parsed.entries.length > 0) yield { kind: "entries", entries: parsed.entries };
    at = parsed.entries.at(-1)?.end ?? at;
    wanted = Math.max(chunkBytes, parsed.needed);
    const fault = parsed.fault ?? (bytes.length < length ? "wrong" : undefined);
    if (fault === undefined) continue;
    const next = await findEntry({ file, base, from: at + 1, to });
    yield { kind: "damage", from: at, to: next ?? to, isTorn: fault === "cut" && next === undefined };
    at = next ?? to;
  }
}

interface Parsed {
  readonly entries: readonly LogEntry[];
  /** Why no entry stands behind them: it is `cut` off, or `wrong`; undefined when more bytes are needed to know. */
  readonly fault: "cut" | "wrong" | undefined;
  /** How many bytes the next one needs, where that is known. */
  readonly needed: number;
}

function entriesIn(bytes: Buffer, start: number, to: number): Parsed {
  const entries: LogEntry[] = [];
  const fail = (fault: Parsed["fault"]): Parsed => ({ entries, fault, needed: 0 });
  for (let position = start; position < to;) {
    const at = position - start;
    if (to - position < headerBytes) return fail("cut");
    if (bytes.length - at < headerBytes) return { entries, fault: undefined, needed: headerBytes };
    const length = readHeader(bytes, at, position);
    if (length === undefined) return fail(isZero(bytes.subarray(at)) ? "cut" : "wrong");
    const end = position + headerBytes + length;
    if (end > to) return fail("cut");
    if (end - start > bytes.length) return { entries, fault: undefined, needed: end - position };
    const payload = bytes.subarray(at + headerBytes, end - start);
    if (!isIntact(payload, bytes.readUInt32LE(at + 8), position)) return fail("wrong");
    entries.push({ position, end, payload });
    position = end;
  }
  return fail(undefined);
}

/** The position of the first whole entry of a part, looked for at every byte. */
async function findEntry({ file, base, from, to }: Part): Promise<number | undefined> {
  for (let start = from; start <= to - headerBytes; start += chunkBytes) {
    const length = Math.min(chunkBytes + headerBytes - 1, to - start);
    const bytes = await readBytes(file, start - base, length);
    let at = bytes.indexOf(magicByte);
    for (; at >= 0 && at <= bytes.length - headerBytes; at = bytes.indexOf(magicByte, at + 1)) {
      const position = start + at;
      const payloadBytes = readHeader(bytes, at, position);
      if (payloadBytes === undefined || position + headerBytes + payloadBytes > to) continue;
      const payload = await readBytes(file, position + headerBytes - base, payloadBytes);
      if (isIntact(payload, bytes.readUInt32LE(at + 8), position)) return position;
    }
  }
  return undefined;
}

/** Reads so many bytes; less where the file ends before. */
async function readBytes(file: LogFile, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length);
  return bytes.subarray(0, await file.read(bytes, at));
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
