import { crc32c } from "./crc32c.ts";
import type { ProducerRecord } from "./producer-port.ts";
import { varintSize, writeVarint } from "./varint.ts";

/** Which producer a batch is from, and where in its sequence it stands. */
export interface BatchOrigin {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly firstSequence: number;
}

/** What stands before the records. */
const headerBytes = 61;
/** The length counts what stands behind it. */
const lengthEnd = 12;
/** The checksum covers what stands behind it. */
const checksumEnd = 21;
const magic = 2;

/**
 * Encodes the records of one partition as an uncompressed record batch of version 2, into one buffer. kafkajs makes several
 * objects of each record for this, which takes most of its time.
 * https://kafka.apache.org/documentation/#recordbatch
 */
export function encodeRecordBatch(records: readonly ProducerRecord[], origin: BatchOrigin): Buffer {
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { timestampMs } of records) {
    if (timestampMs < firstMs) firstMs = timestampMs;
    if (timestampMs > lastMs) lastMs = timestampMs;
  }
  const sizes = new Uint32Array(records.length);
  let total = headerBytes;
  for (let at = 0; at < records.length; at++) {
    const size = bodySize(records[at] as ProducerRecord, at, firstMs);
    sizes[at] = size;
    total += varintSize(size) + size;
  }
  const bytes = Buffer.allocUnsafe(total);
  let end = headerBytes;
  for (let at = 0; at < records.length; at++) {
    end = writeVarint(bytes, end, sizes[at] as number);
    end = writeBody(bytes, end, { record: records[at] as ProducerRecord, offsetDelta: at, firstMs });
  }
  writeHeader(bytes, { origin, count: records.length, firstMs, lastMs });
  return bytes;
}

function writeHeader(
  bytes: Buffer,
  {
    origin,
    count,
    firstMs,
    lastMs,
  }: {
    readonly origin: BatchOrigin;
    readonly count: number;
    readonly firstMs: number;
    readonly lastMs: number;
  },
): void {
  bytes.writeBigInt64BE(0n, 0);
  bytes.writeInt32BE(bytes.length - lengthEnd, 8);
  bytes.writeInt32BE(-1, lengthEnd);
  bytes.writeInt8(magic, 16);
  bytes.writeInt16BE(0, checksumEnd);
  bytes.writeInt32BE(count - 1, 23);
  bytes.writeBigInt64BE(BigInt(firstMs), 27);
  bytes.writeBigInt64BE(BigInt(lastMs), 35);
  bytes.writeBigInt64BE(origin.producerId, 43);
  bytes.writeInt16BE(origin.producerEpoch, 51);
  bytes.writeInt32BE(origin.firstSequence, 53);
  bytes.writeInt32BE(count, 57);
  bytes.writeUInt32BE(crc32c(bytes, checksumEnd, bytes.length), 17);
}

function bodySize(
  { key, value, headers, timestampMs }: ProducerRecord,
  offset: number,
  firstMs: number,
): number {
  return (
    1 +
    varintSize(timestampMs - firstMs) +
    varintSize(offset) +
    bytesSize(key) +
    bytesSize(value) +
    (headers === undefined ? 1 : headersSize(headers))
  );
}

function writeBody(
  bytes: Buffer,
  start: number,
  {
    record,
    offsetDelta,
    firstMs,
  }: { readonly record: ProducerRecord; readonly offsetDelta: number; readonly firstMs: number },
): number {
  bytes[start] = 0;
  let end = writeVarint(bytes, start + 1, record.timestampMs - firstMs);
  end = writeVarint(bytes, end, offsetDelta);
  end = writeBytes(bytes, end, record.key);
  end = writeBytes(bytes, end, record.value);
  if (record.headers === undefined) return writeVarint(bytes, end, 0);
  const entries = Object.entries(record.headers);
  end = writeVarint(bytes, end, entries.length);
  for (const [name, value] of entries) end = writeText(bytes, writeText(bytes, end, name), value);
  return end;
}

function headersSize(headers: Readonly<Record<string, string>>): number {
  const entries = Object.entries(headers);
  return entries.reduce(
    (sum, [name, value]) => sum + textSize(name) + textSize(value),
    varintSize(entries.length),
  );
}

function bytesSize(bytes: Buffer | null): number {
  return bytes === null ? 1 : varintSize(bytes.length) + bytes.length;
}

/** A length of -1 stands for null. */
function writeBytes(target: Buffer, start: number, bytes: Buffer | null): number {
  if (bytes === null) return writeVarint(target, start, -1);
  const end = writeVarint(target, start, bytes.length);
  target.set(bytes, end);
  return end + bytes.length;
}

function textSize(text: string): number {
  const size = Buffer.byteLength(text);
  return varintSize(size) + size;
}

function writeText(target: Buffer, start: number, text: string): number {
  const end = writeVarint(target, start, Buffer.byteLength(text));
  return end + target.write(text, end);
}
