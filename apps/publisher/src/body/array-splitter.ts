import { BodyFault } from "./body-fault.ts";
import { ItemSplitter } from "./item-splitter.ts";
import type { RawPortion } from "./raw-portion.ts";

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Where in the array the splitter stands. */
type Place = "before" | "first" | "next" | "item" | "after";

/**
 * Cuts a JSON array into its elements. It knows strings and brackets only: what an element is becomes clear when it is
 * parsed, and together both take what `JSON.parse` takes of the whole.
 */
export class ArraySplitter extends ItemSplitter {
  #place: Place = "before";
  /** Brackets that are open within the item. */
  #depth = 0;
  #isInString = false;

  *end(): Generator<RawPortion, void> {
    if (!this.items.isEmpty) yield this.take();
    if (this.#place === "after") return;
    if (this.#place === "before")
      throw new BodyFault("MALFORMED_JSON", "The body is empty, expected an array.");
    const at = this.items.count;
    throw new BodyFault("MALFORMED_JSON", `The body ends within its array, after ${at} begun item(s).`);
  }

  protected scanSome(): void {
    if (this.#place === "item") this.#scanItem();
    else this.#scanBetween();
  }

  #scanItem(): void {
    const { bytes } = this.items;
    const { length } = bytes;
    let at = this.scanned;
    let depth = this.#depth;
    if (this.#isInString) {
      at = stringEnd(bytes, at);
      if (at < 0) return this.#suspend(length, depth);
      this.#isInString = false;
    }
    while (at < length) {
      const byte = bytes[at];
      if (byte === quote) {
        const end = stringEnd(bytes, at + 1);
        if (end < 0) {
          this.#isInString = true;
          return this.#suspend(length, depth);
        }
        at = end;
        continue;
      }
      if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === comma) {
        if (depth === 0) return this.#finish(at, "next");
      } else if (byte === closeBrace || byte === closeBracket) {
        if (depth === 0) return this.#close(at, byte);
        depth -= 1;
      }
      at += 1;
    }
    this.#suspend(length, depth);
  }

  #suspend(at: number, depth: number): void {
    this.scanned = at;
    this.#depth = depth;
  }

  #close(at: number, byte: number): void {
    if (byte === closeBrace) throw unexpected(byte, this.items.count);
    this.#finish(at, "after");
  }

  #finish(at: number, place: Place): void {
    this.items.finish(at);
    this.#place = place;
    this.#depth = 0;
    this.scanned = at + 1;
  }

  /** One byte outside of items. */
  #scanBetween(): void {
    const at = this.scanned;
    const byte = this.items.bytes[at] as number;
    if (isSpace(byte)) {
      this.scanned = at + 1;
      return;
    }
    if (this.#place === "after") throw unexpected(byte, this.items.count);
    if (this.#place === "before") {
      if (byte !== openBracket)
        throw new BodyFault("MALFORMED_JSON", `The body is no array: it begins with ${shown(byte)}.`);
      this.#place = "first";
    } else if (byte === closeBracket && this.#place === "first") this.#place = "after";
    else if (byte === comma || byte === closeBracket || byte === closeBrace)
      throw unexpected(byte, this.items.count);
    else {
      this.items.begin(at);
      this.#place = "item";
      return;
    }
    this.scanned = at + 1;
  }
}

/**
 * Behind the quote that ends a string, or -1 where it does not end. When the bytes end within an escape the backslash is
 * looked at again with what follows: so what is behind -1 has to be kept from the string's last bytes on.
 */
function stringEnd(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const end = bytes.indexOf(quote, at);
    if (end < 0) return -1;
    let first = end;
    while (first > 0 && bytes[first - 1] === backslash) first -= 1;
    if ((end - first) % 2 === 0) return end + 1;
    at = end + 1;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function unexpected(byte: number, count: number): BodyFault {
  return new BodyFault(
    "MALFORMED_JSON",
    `The body is no JSON: there is ${shown(byte)} where it makes no sense, after ${count} item(s).`,
  );
}

function shown(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? JSON.stringify(String.fromCharCode(byte)) : `byte ${byte}`;
}
