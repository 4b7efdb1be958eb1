const hexPairs = Uint16Array.from({ length: 256 }, (_, value) =>
  Buffer.from(value.toString(16).padStart(2, "0")).readUInt16LE(),
);
const uuidText = Buffer.from("00000000-0000-4000-8000-000000000000");

/** Seeded random numbers (sfc32, 128 bits of state): the same seed gives the same sequence on every machine. */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /** @param seed any text; texts that differ give sequences that have nothing to do with each other */
  constructor(seed: string) {
    this.#start(hashText(seed, 0x9e3779b9), hashText(seed, 0x243f6a88), hashText(seed, 0xb7e15162));
  }

  /** Begins the sequence of another seed. */
  reseed(seed: number): void {
    this.#start(seed | 0, Math.imul(seed, 0x85ebca6b), Math.imul(seed ^ 0x5bd1e995, 0xc2b2ae35));
  }

  /** A whole number from 0 to 2^32 - 1. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** A whole number, both ends inclusive; exact to 2^53. */
  integer(least: number, greatest: number): number {
    const count = greatest - least + 1;
    if (count <= 0x1_0000_0000) return least + Math.floor(this.next() * count);
    const fine = (this.bits() * 0x20_0000 + (this.bits() >>> 11)) / 2 ** 53;
    return Math.min(greatest, least + Math.floor(fine * count));
  }

  /** The time until the next of events that come independently of each other, `mean` apart. */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** A UUID of version 4. Written as bytes: a text of many parts would be put together again wherever it is read. */
  uuid(): string {
    const one = this.bits();
    const two = this.bits();
    const three = this.bits();
    const four = this.bits();
    writeHex(0, one >>> 24);
    writeHex(2, one >>> 16);
    writeHex(4, one >>> 8);
    writeHex(6, one);
    writeHex(9, two >>> 24);
    writeHex(11, two >>> 16);
    writeHex(14, ((two >>> 8) & 0x0f) | 0x40);
    writeHex(16, two);
    writeHex(19, ((three >>> 24) & 0x3f) | 0x80);
    writeHex(21, three >>> 16);
    writeHex(24, three >>> 8);
    writeHex(26, three);
    writeHex(28, four >>> 24);
    writeHex(30, four >>> 16);
    writeHex(32, four >>> 8);
    writeHex(34, four);
    return uuidText.toString("latin1");
  }

  #start(a: number, b: number, c: number): void {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#counter = 1;
    for (let round = 0; round < 12; round++) this.bits();
  }
}

/** 32 bits of a text (FNV-1a with a final mix); the same on every machine. */
export function hashText(text: string, seed = 0): number {
  let hash = seed ^ 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mix(hash);
}

/** 32 bits of two numbers. */
export function hashPair(one: number, two: number): number {
  return mix(Math.imul(mix(one), 0x9e3779b1) ^ two);
}

function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The lowest 8 bits as two digits. */
function writeHex(at: number, value: number): void {
  const pair = hexPairs[value & 255] as number;
  uuidText[at] = pair & 255;
  uuidText[at + 1] = pair >>> 8;
}
