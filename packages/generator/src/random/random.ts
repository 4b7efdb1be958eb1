const hexQuads = Array.from({ length: 0x1_0000 }, (_, value) => value.toString(16).padStart(4, "0"));

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

  /** A UUID of version 4. */
  uuid(): string {
    const one = this.bits();
    const two = this.bits();
    const three = this.bits();
    const four = this.bits();
    return (
      quad(one >>> 16) +
      quad(one & 0xffff) +
      "-" +
      quad(two >>> 16) +
      "-" +
      quad((two & 0x0fff) | 0x4000) +
      "-" +
      quad(((three >>> 16) & 0x3fff) | 0x8000) +
      "-" +
      quad(three & 0xffff) +
      quad(four >>> 16) +
      quad(four & 0xffff)
    );
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

function quad(value: number): string {
  return hexQuads[value] as string;
}
