import type { Row } from "../contract/frames.ts";

/** A row that live frames wrote. */
export interface RowChange {
  readonly domain: string;
  readonly table: string;
  /** What the page had for its key; absent where it had nothing. */
  readonly before?: Row;
  readonly after: Row;
}

/** Tells who asked about rows as they arrive; a backfill is not told, and neither is what a pause holds back. */
export class RowChanges {
  readonly #listeners = new Set<(changes: readonly RowChange[]) => void>();

  /** @returns ends the telling */
  subscribe(listener: (changes: readonly RowChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(changes: readonly RowChange[]): void {
    if (changes.length === 0) return;
    for (const listener of this.#listeners) listener(changes);
  }
}
