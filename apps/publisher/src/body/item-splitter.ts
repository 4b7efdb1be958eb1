import { BodyFault } from "./body-fault.ts";
import { ItemBuffer } from "./item-buffer.ts";
import type { RawPortion, SplitLimits, Splitter } from "./raw-portion.ts";

/** What splitters have in common: they look at bytes as they come, and hand on portions when these are full. */
export abstract class ItemSplitter implements Splitter {
  protected readonly items: ItemBuffer;
  /** How far the buffered bytes have been looked at. */
  protected scanned = 0;

  constructor(limits: SplitLimits) {
    this.items = new ItemBuffer(limits);
  }

  *push(chunk: Buffer): Generator<RawPortion, void> {
    const { items } = this;
    items.add(chunk);
    for (;;) {
      const fault = this.#scan();
      if (items.isFull || (fault !== undefined && !items.isEmpty)) yield this.take();
      if (fault !== undefined) throw fault;
      if (this.scanned >= items.bytes.length) break;
    }
    this.scanned = items.drop(this.scanned);
  }

  abstract end(): Generator<RawPortion, void>;

  /** Looks at some more of the bytes, at least at one. @throws BodyFault */
  protected abstract scanSome(): void;

  /** The complete items. */
  protected take(): RawPortion {
    const { portion, scanned } = this.items.take(this.scanned);
    this.scanned = scanned;
    return portion;
  }

  /** Goes on until the portion is full or the bytes end; a fault is given back, as there may be items before it. */
  #scan(): BodyFault | undefined {
    const { items } = this;
    try {
      while (this.scanned < items.bytes.length && !items.isFull) this.scanSome();
      items.checkOpen();
      return undefined;
    } catch (error) {
      if (error instanceof BodyFault) return error;
      throw error;
    }
  }
}
