/**
 * Signed numbers of variable length, as Kafka's record format has them: the sign goes into the lowest bit, then seven bits a
 * byte, lowest first. Safe integers only.
 */

/** How many bytes a number takes. */
export function varintSize(value: number): number {
  if (value >= -64 && value < 64) return 1;
  if (value >= -8192 && value < 8192) return 2;
  let rest = zigZag(value);
  let size = 1;
  while (rest >= 0x80) {
    rest = Math.floor(rest / 0x80);
    size += 1;
  }
  return size;
}

/** Writes a number; returns where it ends. */
export function writeVarint(bytes: Uint8Array, start: number, value: number): number {
  if (value >= -64 && value < 64) {
    bytes[start] = value < 0 ? -2 * value - 1 : 2 * value;
    return start + 1;
  }
  let rest = zigZag(value);
  let at = start;
  while (rest >= 0x80) {
    bytes[at++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  bytes[at++] = rest;
  return at;
}

function zigZag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}
