import type { EventRecord } from "./event-store.ts";

/** A record as it stands in a spool. */
export interface SpooledRecord {
  readonly record: EventRecord;
  /** When it came into the spool, in milliseconds since the epoch. */
  readonly spooledAtMs: number;
}

type Headers = NonNullable<EventRecord["headers"]>;

const version = 1;
/** The version byte and two times. */
const fixedBytes = 17;
const none = 0xff_ff_ff_ff;

/** An entry that says nothing, to see whether entries can be written. */
export const emptyEntry = Buffer.of(0);

let lastHeaders: Headers | undefined;
let lastHeaderBytes: Buffer = Buffer.alloc(0);

/** The bytes of a record: all of it, with what it was encoded to. */
export function encodeEntry({ record, spooledAtMs }: SpooledRecord): Buffer {
  const parts = [
    Buffer.from(record.topic),
    Buffer.from(record.eventId),
    Buffer.from(record.deadLetterTopic),
    headerBytes(record.headers),
    record.key,
    record.value,
  ];
  const length = parts.reduce((sum, part) => sum + 4 + (part?.length ?? 0), fixedBytes);
  const bytes = Buffer.allocUnsafe(length);
  bytes[0] = version;
  bytes.writeDoubleLE(spooledAtMs, 1);
  bytes.writeDoubleLE(record.timestampMs, 9);
  let at = fixedBytes;
  for (const part of parts) {
    bytes.writeUInt32LE(part?.length ?? none, at);
    if (part !== null) bytes.set(part, at + 4);
    at += 4 + (part?.length ?? 0);
  }
  return bytes;
}

/** The record of an entry; undefined for an empty one. @throws RangeError, SyntaxError for bytes that are no entry */
export function decodeEntry(bytes: Buffer): SpooledRecord | undefined {
  if (bytes[0] === 0) return undefined;
  if (bytes[0] !== version) throw new RangeError(`an entry of version ${bytes[0]}, expected ${version}`);
  let at = fixedBytes;
  const next = (): Buffer | null => {
    const length = bytes.readUInt32LE(at);
    at += 4;
    if (length === none) return null;
    if (at + length > bytes.length) throw new RangeError(`an entry that ends at ${bytes.length}`);
    at += length;
    return bytes.subarray(at - length, at);
  };
  const text = () => next()?.toString() ?? "";
  const [topic, eventId, deadLetterTopic] = [text(), text(), text()];
  const headers = headersOf(next() ?? Buffer.alloc(0));
  const timestampMs = bytes.readDoubleLE(9);
  const record = { topic, eventId, deadLetterTopic, timestampMs, key: next(), value: next() };
  const spooledAtMs = bytes.readDoubleLE(1);
  return { record: headers === undefined ? record : { ...record, headers }, spooledAtMs };
}

/** Records of a request share their headers: those bytes are made once. */
function headerBytes(headers: Headers | undefined): Buffer {
  if (headers === undefined) return Buffer.alloc(0);
  if (headers !== lastHeaders) {
    lastHeaderBytes = Buffer.from(JSON.stringify(headers));
    lastHeaders = headers;
  }
  return lastHeaderBytes;
}

/** Equal headers become one object, as they were. */
function headersOf(bytes: Buffer): Headers | undefined {
  if (bytes.length === 0) return undefined;
  if (lastHeaders === undefined || !lastHeaderBytes.equals(bytes)) {
    lastHeaders = JSON.parse(bytes.toString()) as Headers;
    lastHeaderBytes = Buffer.from(bytes);
  }
  return lastHeaders;
}
