import { crc32 } from "node:zlib";

/** In front of every payload: two bytes of magic, a check of the header, the payload's length, its checksum. */
export const headerBytes = 12;

/** The first byte of every entry. */
export const magicByte = 0xa7;
/** The second byte is the format's version. */
const version = 0x31;

/** How many bytes of a log an entry takes. */
export function bytesOf(payload: Uint8Array): number {
  return headerBytes + payload.length;
}

/** Writes an entry into a buffer; its position is part of what is checked, so that it is valid nowhere else. */
export function writeEntry(
  payload: Uint8Array,
  { into, at, position }: { readonly into: Buffer; readonly at: number; readonly position: number },
): void {
  into[at] = magicByte;
  into[at + 1] = version;
  into.writeUInt16LE(checkOf(payload.length, position), at + 2);
  into.writeUInt32LE(payload.length, at + 4);
  into.writeUInt32LE(checksumOf(payload, position), at + 8);
  into.set(payload, at + headerBytes);
}

/** The length of the payload whose header stands there, or undefined when none does. At least 12 bytes follow. */
export function readHeader(buffer: Buffer, at: number, position: number): number | undefined {
  if (buffer[at] !== magicByte || buffer[at + 1] !== version) return undefined;
  const length = buffer.readUInt32LE(at + 4);
  return buffer.readUInt16LE(at + 2) === checkOf(length, position) ? length : undefined;
}

/** Whether a payload is what was written behind its header. */
export function isIntact(payload: Buffer, checksum: number, position: number): boolean {
  return checksumOf(payload, position) === checksum;
}

function checkOf(length: number, position: number): number {
  return Math.imul(length ^ mixed(position), 0x9e3779b1) >>> 16;
}

/** CRC-32, begun with the position in place of zero. */
function checksumOf(payload: Uint8Array, position: number): number {
  const seed = mixed(position) >>> 0;
  // Of nothing zlib gives the seed, or 0 where the buffer has no memory.
  return payload.length === 0 ? seed : crc32(payload, seed);
}

function mixed(position: number): number {
  return Math.imul(position | 0, 0x85ebca6b) ^ Math.floor(position / 2 ** 32);
}
