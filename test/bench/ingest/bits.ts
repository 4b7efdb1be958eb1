/** A set of whole numbers from 0 on, a bit each; it grows as it must. */
export class Bits {
  #bytes: Uint8Array;

  constructor(bytes: Uint8Array = new Uint8Array(8_192)) {
    this.#bytes = bytes;
  }

  static fromBase64(text: string): Bits {
    return new Bits(Buffer.from(text, "base64"));
  }

  has(number: number): boolean {
    return ((this.#bytes[number >>> 3] ?? 0) & (1 << (number & 7))) !== 0;
  }

  add(number: number): void {
    const at = number >>> 3;
    if (at >= this.#bytes.length) {
      const more = new Uint8Array(Math.max(at + 1, 2 * this.#bytes.length));
      more.set(this.#bytes);
      this.#bytes = more;
    }
    this.#bytes[at] = (this.#bytes[at] ?? 0) | (1 << (number & 7));
  }

  /** The numbers in it, from the smallest. */
  *[Symbol.iterator](): Generator<number, void, undefined> {
    for (let number = 0; number < this.#bytes.length * 8; number++) if (this.has(number)) yield number;
  }

  toBase64(): string {
    return Buffer.from(this.#bytes).toString("base64");
  }
}
