import { crc32c } from "./crc32c.ts";
import { HeaderBytes } from "./header-bytes.ts";
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

/** What a length or a difference takes at most. */
const maxVarintBytes = 10;

/** Batches are written here, and then copied in their size: it grows to that of the largest. */
let scratch = Buffer.allocUnsafe(64 * 1024);

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
  const headers = new HeaderBytes();
  let end = headerBytes;
  for (let at = 0; at < records.length; at++)
    end = writeRecord(end, records[at] as ProducerRecord, { at, firstMs, headers });
  writeHeader(scratch, { origin, count: records.length, firstMs, lastMs, end });
  return Buffer.from(scratch.subarray(0, end));
}

function writeHeader(
  bytes: Buffer,
  {
    origin,
    count,
    firstMs,
    lastMs,
    end,
  }: {
    readonly origin: BatchOrigin;
    readonly count: number;
    readonly firstMs: number;
    readonly lastMs: number;
    readonly end: number;
  },
): void {
  bytes.writeBigInt64BE(0n, 0);
  bytes.writeInt32BE(end - lengthEnd, 8);
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
  bytes.writeUInt32BE(crc32c(bytes, checksumEnd, end), 17);
}

interface Place {
  /** Which of the batch's records it is. */
  readonly at: number;
  readonly firstMs: number;
  readonly headers: HeaderBytes;
}

/** Writes a record into the scratch; returns where it ends. */
function writeRecord(start: number, record: ProducerRecord, { at, firstMs, headers }: Place): number {
  const { key, value, timestampMs } = record;
  headers.read(record.headers);
  const sinceMs = timestampMs - firstMs;
  const size = 1 + varintSize(sinceMs) + varintSize(at) + bytesSize(key) + bytesSize(value) + headers.length;
  if (scratch.length - start < size + maxVarintBytes) growScratch(start, size);
  let end = writeVarint(scratch, start, size);
  scratch[end] = 0;
  end = writeVarint(scratch, end + 1, sinceMs);
  end = writeVarint(scratch, end, at);
  end = writeBytes(scratch, end, key);
  end = writeBytes(scratch, end, value);
  copy(headers.bytes, headers.length, end);
  return end + headers.length;
}

function growScratch(used: number, more: number): void {
  const larger = Buffer.allocUnsafe(2 * (used + more + maxVarintBytes));
  larger.set(scratch.subarray(0, used));
  scratch = larger;
}

function bytesSize(bytes: Buffer | null): number {
  return bytes === null ? 1 : varintSize(bytes.length) + bytes.length;
}

/** A length of -1 stands for null. */
function writeBytes(target: Buffer, start: number, bytes: Buffer | null): number {
  if (bytes === null) return writeVarint(target, start, -1);
  const end = writeVarint(target, start, bytes.length);
  copy(bytes, bytes.length, end);
  return end + bytes.length;
}

/** Below this a loop is faster than the call of the native copy. */
const shortBytes = 48;

function copy(source: Buffer, length: number, to: number): void {
  if (length > shortBytes) return void source.copy(scratch, to, 0, length);
  for (let at = 0; at < length; at += 1) scratch[to + at] = source[at] as number;
}
