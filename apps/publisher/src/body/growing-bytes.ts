const nothing = Buffer.alloc(0);
const leastCapacity = 4_096;

/**
 * Bytes that come in pieces, however small, in one buffer: each is copied about once. What was given out stays as it is.
 */
export class GrowingBytes {
  /** What has come and was not dropped. */
  view: Buffer = nothing;
  /** Where {@link view} lies; undefined while it is a piece as it came. */
  #store: Buffer | undefined;
  #offset = 0;

  get length(): number {
    return this.view.length;
  }

  add(piece: Buffer): void {
    const { length } = this.view;
    if (length === 0) {
      this.view = piece;
      this.#store = undefined;
      return;
    }
    const needed = length + piece.length;
    const store = this.#withRoomFor(needed);
    piece.copy(store, this.#offset + length);
    this.view = store.subarray(this.#offset, this.#offset + needed);
  }

  /** Forgets the first bytes. */
  dropTo(from: number): void {
    this.view = this.view.subarray(from);
    this.#offset += from;
  }

  #withRoomFor(needed: number): Buffer {
    if (this.#store !== undefined && this.#offset + needed <= this.#store.length) return this.#store;
    this.#store = Buffer.allocUnsafeSlow(Math.max(leastCapacity, needed * 2));
    this.view.copy(this.#store);
    this.#offset = 0;
    return this.#store;
  }
}
