import type { BlockLog } from "../../../../apps/publisher/src/receipts/block-log.ts";

/** A log in memory: it can be opened again, but not after the process. */
export class MemoryBlockLog implements BlockLog {
  readonly #blocks = new Map<number, Uint8Array>();
  end = 0;
  sizeBytes = 0;

  async append(block: Uint8Array): Promise<number> {
    const position = this.end;
    this.#blocks.set(position, block.slice());
    this.end += block.length;
    this.sizeBytes += block.length;
    return position;
  }

  read(position: number): Uint8Array {
    const block = this.#blocks.get(position);
    if (block === undefined) throw new Error(`no block begins at ${position}`);
    return block;
  }

  trim(before: number): void {
    for (const [position, { length }] of this.#blocks) {
      if (position >= before) return;
      this.#blocks.delete(position);
      this.sizeBytes -= length;
    }
  }

  async *blocks() {
    for (const [position, block] of this.#blocks) yield { position, block };
  }

  async close(): Promise<void> {}
}
