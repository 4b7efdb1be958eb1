/** All of Avro's decimals of up to 38 digits fit. */
const scratch = Buffer.alloc(16);

/** The big-endian two's complement of a whole number of at most 38 digits, in as few bytes as it takes. */
export function decimalBytes({
  isNegative,
  digits,
}: {
  readonly isNegative: boolean;
  readonly digits: string;
}): Buffer {
  const magnitude = BigInt(digits);
  const value = isNegative ? -magnitude : magnitude;
  scratch.writeBigInt64BE(BigInt.asIntN(64, value >> 64n), 0);
  scratch.writeBigUInt64BE(BigInt.asUintN(64, value), 8);
  return Buffer.from(scratch.subarray(firstByte(isNegative ? 0xff : 0)));
}

/** The first byte that is not only a repetition of the sign. */
function firstByte(sign: number): number {
  let at = 0;
  while (at < 15 && scratch[at] === sign && ((scratch[at + 1] ?? 0) & 0x80) === (sign & 0x80)) at += 1;
  return at;
}
