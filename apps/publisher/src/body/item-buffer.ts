import { BodyFault } from "./body-fault.ts";
import { GrowingBytes } from "./growing-bytes.ts";
import type { RawPortion, SplitLimits } from "./raw-portion.ts";

/** The bytes of the portion that is being read: its complete items, and what has come of the next. */
export class ItemBuffer {
  readonly #limits: SplitLimits;
  readonly #bytes = new GrowingBytes();
  #starts: number[] = [];
  #ends: number[] = [];
  /** Items of the whole body so far, with the one that is open. */
  #count = 0;
  /** Where the item begins that is not complete; -1 between items. */
  #open = -1;

  constructor(limits: SplitLimits) {
    this.#limits = limits;
  }

  get bytes(): Buffer {
    return this.#bytes.view;
  }

  /** How many items have begun in the whole body. */
  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    const { portionItems, portionBytes } = this.#limits;
    const { length } = this.#ends;
    return length > 0 && (length >= portionItems || (this.#ends[length - 1] ?? 0) >= portionBytes);
  }

  get isEmpty(): boolean {
    return this.#ends.length === 0;
  }

  add(chunk: Buffer): void {
    this.#bytes.add(chunk);
  }

  /** @throws BodyFault when the body has too many items */
  begin(at: number): void {
    const { maxItems } = this.#limits;
    if (this.#count >= maxItems) {
      throw new BodyFault(
        "TOO_MANY_ITEMS",
        `The batch holds more than ${maxItems} items, at most ${maxItems} are taken at once. Send it in parts.`,
      );
    }
    this.#count += 1;
    this.#open = at;
  }

  /** @throws BodyFault when the item is too large */
  finish(at: number): void {
    this.#checkSize(at);
    this.#starts.push(this.#open);
    this.#ends.push(at);
    this.#open = -1;
  }

  /** Looks at the item that is open at the end of what has come. @throws BodyFault when it is too large already */
  checkOpen(): void {
    if (this.#open >= 0) this.#checkSize(this.bytes.length);
  }

  /**
   * The complete items; what comes after is kept.
   * @param scanned how far the bytes have been looked at
   * @returns how far the bytes that are left have been looked at
   */
  take(scanned: number): { readonly portion: RawPortion; readonly scanned: number } {
    const portion = { bytes: this.bytes, starts: this.#starts, ends: this.#ends };
    this.#starts = [];
    this.#ends = [];
    return { portion, scanned: this.drop(scanned) };
  }

  /** Forgets what is before the open item; while there are complete items nothing is forgotten. */
  drop(scanned: number): number {
    if (this.#ends.length > 0) return scanned;
    const from = this.#open >= 0 ? this.#open : scanned;
    this.#bytes.dropTo(from);
    if (this.#open >= 0) this.#open = 0;
    return scanned - from;
  }

  #checkSize(end: number): void {
    const { maxItemBytes } = this.#limits;
    if (end - this.#open <= maxItemBytes) return;
    throw new BodyFault(
      "ITEM_TOO_LARGE",
      `Item ${this.#count - 1} of the batch has more than ${maxItemBytes} bytes, at most ${maxItemBytes} are taken.`,
    );
  }
}
