import { ItemSplitter } from "./item-splitter.ts";
import type { RawPortion } from "./raw-portion.ts";

const newline = 0x0a;

/** Cuts JSON lines; lines of nothing but blanks are no items. */
export class LineSplitter extends ItemSplitter {
  /** Whether something but blanks has come in this line. */
  #isOpen = false;

  *end(): Generator<RawPortion, void> {
    if (this.#isOpen) this.#finish(this.items.bytes.length);
    if (!this.items.isEmpty) yield this.take();
  }

  /** The rest of a line, or what has come of it. */
  protected scanSome(): void {
    const { items } = this;
    const { bytes } = items;
    if (!this.#isOpen) {
      const first = firstOfLine(bytes, this.scanned);
      this.scanned = first;
      if (first >= bytes.length) return;
      items.begin(first);
      this.#isOpen = true;
    }
    const end = bytes.indexOf(newline, this.scanned);
    if (end < 0) this.scanned = bytes.length;
    else this.#finish(end);
  }

  #finish(end: number): void {
    this.items.finish(end);
    this.#isOpen = false;
    this.scanned = Math.min(end + 1, this.items.bytes.length);
  }
}

/** The first byte that is no blank and no line end, or the bytes' length. */
function firstOfLine(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && isBlank(bytes[at] as number)) at += 1;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === newline || byte === 0x20 || byte === 0x0d || byte === 0x09;
}
