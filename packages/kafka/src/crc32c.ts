import { endianness } from "node:os";

/** Eight tables for eight bytes a turn ("slicing by 8"); CRC-32C, polynomial 0x1EDC6F41, reflected. */
const tables = makeTables();

/** Words are read in the machine's own order, which the tables must know. */
const isLittleEndian = endianness() === "LE";

/** The CRC-32C (Castagnoli) of bytes from `start` (inclusive) to `end` (exclusive), as Kafka's record batches have it. */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  const toWord = -(bytes.byteOffset + start) & 3;
  const words = isLittleEndian ? Math.max(0, end - start - toWord) >>> 3 : 0;
  const wordsAt = words === 0 ? start : start + toWord;
  let crc = overBytes(-1, bytes, start, wordsAt);
  if (words > 0) crc = overWords(crc, new Int32Array(bytes.buffer, bytes.byteOffset + wordsAt, 2 * words));
  return ~overBytes(crc, bytes, wordsAt + 8 * words, end) >>> 0;
}

function overBytes(start: number, bytes: Uint8Array, from: number, to: number): number {
  const [t0] = tables;
  let crc = start;
  for (let at = from; at < to; at++) crc = (crc >>> 8) ^ entry(t0, (crc ^ (bytes[at] as number)) & 255);
  return crc;
}

/** Takes two words a turn, so eight bytes. */
function overWords(start: number, words: Int32Array): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;
  let crc = start;
  for (let at = 0; at < words.length; at += 2) {
    const first = crc ^ (words[at] as number);
    const second = words[at + 1] as number;
    crc =
      entry(t7, first & 255) ^
      entry(t6, (first >>> 8) & 255) ^
      entry(t5, (first >>> 16) & 255) ^
      entry(t4, first >>> 24) ^
      entry(t3, second & 255) ^
      entry(t2, (second >>> 8) & 255) ^
      entry(t1, (second >>> 16) & 255) ^
      entry(t0, second >>> 24);
  }
  return crc;
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
