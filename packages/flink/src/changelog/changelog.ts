import type { FlinkRow } from "../types/value.ts";
import { valueKey } from "../types/value.ts";
import type { Change, ChangeSource } from "./change.ts";
import { LiveTable } from "./live-table.ts";

/** The changes of one result, in order: read them one by one, page by page, or as a table. It can be read once. */
export class Changelog implements AsyncIterable<Change> {
  readonly #source: ChangeSource;
  readonly #signal: AbortSignal | undefined;

  constructor(source: ChangeSource, signal?: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Change, void, void> {
    for await (const page of this.pages()) yield* page;
  }

  /** The changes in the pages in which they came; never an empty one. */
  async *pages(): AsyncGenerator<readonly Change[], void, void> {
    let ended = false;
    try {
      for (;;) {
        const page = await this.#source.next(this.#signal);
        if (page === undefined) break;
        if (page.length > 0) yield page;
      }
      ended = true;
    } finally {
      if (!ended) await this.#source.cancel();
    }
  }

  /** Folds the changes into a table with this key, which is up to date as far as it has been read. */
  materialize(key: readonly string[]): LiveTable {
    return new LiveTable(this, key);
  }

  /** Stops reading and cancels the statement. */
  close(): Promise<void> {
    return this.#source.cancel();
  }

  /**
   * Reads to the end and returns the rows that are left, in order of arrival. Equal rows stay apart, unless the server sends
   * updates by key.
   */
  async toRows(): Promise<readonly FlinkRow[]> {
    const bag = new RowBag(this.#source.upsertKey);
    for await (const change of this) bag.apply(change);
    return bag.rows();
  }
}

/** Rows by their identity: the upsert key, or the whole row. */
class RowBag {
  readonly #key: readonly string[] | undefined;
  readonly #rows = new Map<string, { readonly row: FlinkRow; readonly arrival: number }[]>();
  #arrivals = 0;

  constructor(key: readonly string[] | undefined) {
    this.#key = key;
  }

  apply({ kind, row }: Change): void {
    const identity = valueKey(this.#key?.map((column) => row[column] ?? null) ?? row);
    const equal = this.#rows.get(identity) ?? [];
    if (kind === "insert" || kind === "update-after") {
      this.#arrivals += 1;
      if (this.#key !== undefined) equal.length = 0;
      equal.push({ row, arrival: this.#arrivals });
      this.#rows.set(identity, equal);
    } else {
      equal.pop();
      if (equal.length === 0) this.#rows.delete(identity);
    }
  }

  rows(): readonly FlinkRow[] {
    const left = [...this.#rows.values()].flat();
    return left.toSorted((a, b) => a.arrival - b.arrival).map(({ row }) => row);
  }
}
