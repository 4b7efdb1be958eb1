/** Writes a whole number of 0 to 2^53 - 1 in 7-bit groups, the lowest first. @returns where the next byte goes */
export function writeVarint(into: Uint8Array, at: number, value: number): number {
  let rest = value;
  let next = at;
  while (rest > 0x7f_ff_ff_ff) {
    into[next++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  while (rest > 0x7f) {
    into[next++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  into[next++] = rest;
  return next;
}

/** Reads what {@link writeVarint} has written. The position behind it is a field, so that a number costs no object. */
export class VarintReader {
  at = 0;

  read(from: Uint8Array): number {
    let byte = from[this.at++]!;
    let value = byte & 0x7f;
    for (let factor = 128; byte > 0x7f; factor *= 128) {
      byte = from[this.at++]!;
      value += (byte & 0x7f) * factor;
    }
    return value;
  }
}
