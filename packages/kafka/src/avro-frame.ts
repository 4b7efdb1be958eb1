import { AvroFrameError, AvroValueError } from "./avro-errors.ts";
import type { AvroType } from "./avro-type.ts";

/** A record's value, taken apart. */
export interface AvroFrame {
  readonly schemaId: number;
  /** The Avro bytes: a view, not a copy. */
  readonly payload: Buffer;
}

const magic = 0;
const headerBytes = 5;
const slabBytes = 64 * 1024;

/** Frames are cut from a shared block, one allocation for many records. */
let slab = Buffer.allocUnsafe(slabBytes);
let used = 0;

/**
 * Encodes a value in the Confluent wire format: a zero byte, the schema id as 4 bytes big-endian, the Avro bytes. The
 * result is never written to again.
 * @throws AvroValueError naming the paths at which the value does not fit the schema
 */
export function encodeFramed(schemaId: number, type: AvroType, value: unknown): Buffer {
  if (slabBytes - used < headerBytes) renewSlab(slabBytes);
  let end = encodeAt(type, value, used + headerBytes);
  if (end < 0) {
    const missing = -end;
    renewSlab(Math.max(slabBytes, headerBytes + missing + (slab.length - used)));
    end = encodeAt(type, value, headerBytes);
  }
  const frame = slab.subarray(used, end);
  frame.writeUInt8(magic);
  frame.writeUInt32BE(schemaId, 1);
  used = end;
  return frame;
}

/**
 * Takes a framed value apart.
 * @throws AvroFrameError
 */
export function parseFrame(bytes: Buffer): AvroFrame {
  if (bytes.length < headerBytes) throw new AvroFrameError(`it has ${bytes.length} bytes`, bytes);
  if (bytes[0] !== magic) throw new AvroFrameError(`its first byte is ${bytes[0]}`, bytes);
  return { schemaId: bytes.readUInt32BE(1), payload: bytes.subarray(headerBytes) };
}

/** Returns the end, or what is missing as a negative number. */
function encodeAt(type: AvroType, value: unknown, at: number): number {
  try {
    return type.encode(value, slab, at);
  } catch (error) {
    throw new AvroValueError(type.name ?? type.typeName, invalidPaths(type, value), error);
  }
}

function invalidPaths(type: AvroType, value: unknown): readonly string[] {
  const paths: string[] = [];
  type.isValid(value, { errorHook: (path) => paths.push(path.join(".") || "(root)") });
  return paths;
}

function renewSlab(size: number): void {
  slab = Buffer.allocUnsafe(size);
  used = 0;
}
