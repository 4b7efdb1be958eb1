/** Eight tables for eight bytes a turn ("slicing by 8"); CRC-32C, polynomial 0x1EDC6F41, reflected. */
const tables = makeTables();

/** The CRC-32C (Castagnoli) of bytes from `start` (inclusive) to `end` (exclusive), as Kafka's record batches have it. */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;
  let crc = -1;
  let at = start;
  for (; at + 8 <= end; at += 8) {
    crc ^=
      byte(bytes, at) |
      (byte(bytes, at + 1) << 8) |
      (byte(bytes, at + 2) << 16) |
      (byte(bytes, at + 3) << 24);
    crc =
      entry(t7, crc & 255) ^
      entry(t6, (crc >>> 8) & 255) ^
      entry(t5, (crc >>> 16) & 255) ^
      entry(t4, crc >>> 24) ^
      entry(t3, byte(bytes, at + 4)) ^
      entry(t2, byte(bytes, at + 5)) ^
      entry(t1, byte(bytes, at + 6)) ^
      entry(t0, byte(bytes, at + 7));
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ entry(t0, (crc ^ byte(bytes, at)) & 255);
  return ~crc >>> 0;
}

type Tables = readonly [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
];

function makeTables(): Tables {
  const first = Int32Array.from({ length: 256 }, (_, value) => {
    let crc = value;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    return crc;
  });
  const all = [first];
  for (let depth = 1; depth < 8; depth++) {
    const above = all[depth - 1] as Int32Array;
    all.push(above.map((crc) => (crc >>> 8) ^ entry(first, crc & 255)));
  }
  return all as unknown as Tables;
}

function entry(table: Int32Array, at: number): number {
  return table[at] as number;
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}
