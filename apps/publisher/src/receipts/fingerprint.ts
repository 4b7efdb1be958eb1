import { randomBytes } from "node:crypto";

/** Turns event ids into 64 bits. The two halves are fields, so that an id costs no object. */
export interface Fingerprint {
  /** The upper 32 bits of the last id that was read, unsigned. */
  readonly high: number;
  /** The lower 32 bits, unsigned. */
  readonly low: number;
  read(eventId: string): void;
}

/** Rounds after the last word, for each half of the result. */
const lastRounds = 3;

/**
 * HalfSipHash-1-3 with 64 bits of output under a key that is drawn at each start: whoever chooses ids cannot choose which of
 * them meet. Its words are four characters each; where one of them is beyond Latin-1 their upper bytes make another word.
 * @see https://github.com/veorq/SipHash
 */
export class KeyedFingerprint implements Fingerprint {
  high = 0;
  low = 0;
  #words = new Int32Array(1024);
  readonly #key0: number;
  readonly #key1: number;

  /** @param key 8 bytes; default random ones */
  constructor(key: Buffer = randomBytes(8)) {
    this.#key0 = key.readInt32LE(0);
    this.#key1 = key.readInt32LE(4);
  }

  read(eventId: string): void {
    if (eventId.length > this.#words.length - 4) this.#words = new Int32Array(2 * eventId.length);
    this.#mix(this.#words, toWords(eventId, this.#words));
  }

  #mix(words: Int32Array, count: number): void {
    let a = this.#key0;
    let b = this.#key1 ^ 0xee;
    let c = this.#key0 ^ 0x6c796765;
    let d = this.#key1 ^ 0x74656462;
    for (let at = 0; at < count + 2 * lastRounds; at += 1) {
      const word = at < count ? words[at]! : 0;
      if (at === count) c ^= 0xee;
      if (at === count + lastRounds) {
        this.high = (b ^ d) >>> 0;
        b ^= 0xdd;
      }
      d ^= word;
      a = (a + b) | 0;
      b = ((b << 5) | (b >>> 27)) ^ a;
      a = (a << 16) | (a >>> 16);
      c = (c + d) | 0;
      d = ((d << 8) | (d >>> 24)) ^ c;
      a = (a + d) | 0;
      d = ((d << 7) | (d >>> 25)) ^ a;
      c = (c + b) | 0;
      b = ((b << 13) | (b >>> 19)) ^ c;
      c = (c << 16) | (c >>> 16);
      a ^= word;
    }
    this.low = (b ^ d) >>> 0;
  }
}

/** @returns how many words the id has */
function toWords(eventId: string, words: Int32Array): number {
  const { length } = eventId;
  let count = 0;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const first = eventId.charCodeAt(at);
    const second = eventId.charCodeAt(at + 1);
    const third = eventId.charCodeAt(at + 2);
    const fourth = eventId.charCodeAt(at + 3);
    words[count++] = (first & 0xff) | ((second & 0xff) << 8) | ((third & 0xff) << 16) | (fourth << 24);
    if ((first | second | third | fourth) > 0xff)
      words[count++] =
        (first >>> 8) | (second & 0xff00) | ((third & 0xff00) << 8) | ((fourth & 0xff00) << 16);
  }
  for (; at < length; at += 1) words[count++] = eventId.charCodeAt(at);
  words[count++] = length;
  return count;
}
