import type { BlockLog } from "./block-log.ts";
import { ReceiptReader } from "./receipt-reader.ts";

/** So many blocks are kept in memory: those who repeat a batch ask for the same ones again and again. */
const keptBlocks = 16;

/** Looks receipts up in the blocks of a log. */
export class ReceiptBlocks {
  readonly #log: BlockLog;
  readonly #reader = new ReceiptReader();
  readonly #kept = new Map<number, Uint8Array>();
  /** The block that the reader has begun. */
  #present = -1;
  /** Blocks that could not be read: their receipts are unknown. */
  failures = 0;

  constructor(log: BlockLog) {
    this.#log = log;
  }

  /**
   * The receipt at a place of a block, if it is that of an id.
   * @returns a reader that is good until the next call
   */
  find(eventId: string, position: number, place: number): ReceiptReader | undefined {
    if (position !== this.#present && !this.#begin(position)) return undefined;
    this.#reader.seek(place);
    return this.#reader.isOf(eventId) ? this.#reader : undefined;
  }

  #begin(position: number): boolean {
    const block = this.#kept.get(position) ?? this.#keep(position);
    this.#present = -1;
    if (block === undefined || !this.#reader.begin(block)) return false;
    this.#present = position;
    return true;
  }

  #keep(position: number): Uint8Array | undefined {
    const block = this.#read(position);
    if (block === undefined) return undefined;
    const [oldest] = this.#kept.keys();
    if (this.#kept.size === keptBlocks && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(position, block);
    return block;
  }

  #read(position: number): Uint8Array | undefined {
    try {
      return this.#log.read(position);
    } catch {
      this.failures += 1;
      return undefined;
    }
  }
}
